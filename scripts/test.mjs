// `npm test`: installs what is missing, then runs jest on the pinned Node with the arguments given.
import { ensureInstalled } from './install.mjs';
import { exitLike, startNode } from './launch.mjs';
import { inRoot, root } from './root.mjs';

await ensureInstalled();
const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
exitLike(startNode([...flags, inRoot('node_modules/jest/bin/jest.js'), ...process.argv.slice(2)], { cwd: root }));
