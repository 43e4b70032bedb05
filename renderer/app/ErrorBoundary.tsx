import './ErrorBoundary.css';
import { Component, type ReactNode } from 'react';

interface ErrorBoundaryProps {
  /** What is missing now, as a sentence's beginning: `The editor`. */
  readonly what: string;
  readonly children: ReactNode;
}

/** A part of the window that fails takes only itself down and says so; the show runs elsewhere and notices nothing. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly error: Error | undefined }> {
  override state: { readonly error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { readonly error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <div className="part-failed" role="alert">
        <p>
          <b>{this.props.what} can't be shown.</b> The show goes on. Reload the page; if it happens again, report this: {error.message}
        </p>
        <div className="button-row">
          <button type="button" className="button" onClick={() => this.setState({ error: undefined })}>
            Try again
          </button>
          <button type="button" className="button is-primary" onClick={() => window.location.reload()}>
            Reload
          </button>
        </div>
      </div>
    );
  }
}
