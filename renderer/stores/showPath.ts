/** A path as the document's places write it: relative to the show's folder with forward slashes, absolute when outside of it. */
export function showPath(file: string, mainFile: string): string {
  const [path, main] = [file.replaceAll('\\', '/'), mainFile.replaceAll('\\', '/')];
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  return folder !== '' && path.startsWith(folder) ? path.slice(folder.length) : path;
}
