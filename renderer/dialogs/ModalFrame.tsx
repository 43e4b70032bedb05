import './ModalFrame.css';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';

interface ModalFrameProps {
  readonly title: string;
  readonly isTitleHidden?: boolean;
  readonly isWide?: boolean;
  readonly children: ReactNode;
  onClose(): void;
}

/** The frame of every dialog: title, Escape, focus kept inside and given back. */
export function ModalFrame({ title, isTitleHidden = false, isWide = false, children, onClose }: ModalFrameProps) {
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="dialog-overlay" />
        <Dialog.Content className={`dialog${isWide ? ' is-wide' : ''}`} aria-describedby={undefined}>
          <Dialog.Title className={isTitleHidden ? 'visually-hidden' : 'dialog-title'}>{title}</Dialog.Title>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
