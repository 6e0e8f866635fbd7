import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';

/**
 * Tells of changes below a folder, once they have been quiet for so many milliseconds: an editor writes a file in several steps.
 * Folder by folder, since a recursive watch loses files that are replaced, on Linux.
 * @returns ends it
 */
export function watchFolder(folder: string, changed: () => void, quiet = 100): () => void {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  let isOpen = true;

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      follow(folder); // folders may have come
      changed();
    }, quiet);
  };

  const follow = (path: string) => {
    if (!isOpen) return;
    try {
      if (!watchers.has(path)) watchers.set(path, begin(path));
      for (const entry of readdirSync(path, { withFileTypes: true }))
        if (entry.isDirectory()) follow(join(path, entry.name));
    } catch {
      drop(path); // it has gone in between
    }
  };

  const begin = (path: string) => {
    const watcher = watch(path, soon);
    watcher.on('error', () => drop(path));
    return watcher;
  };

  const drop = (path: string) => {
    watchers.get(path)?.close();
    watchers.delete(path);
  };

  follow(folder);
  return () => {
    isOpen = false;
    clearTimeout(timer);
    for (const path of [...watchers.keys()]) drop(path);
  };
}
