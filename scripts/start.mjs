// `npm start`: installs what is missing, bundles what changed, and serves. Plain Node, no dependency.
// Up to the version check this file keeps to syntax that an old Node still parses.
const major = Number(process.versions.node.split('.')[0]);

if (major < 20) {
  console.error(`Grainline needs Node 20 or newer; this is Node ${process.versions.node}.`);
  console.error('Install the current LTS release (nodejs.org, or `nvm install --lts`), then run `npm start` again.');
  process.exit(1);
}

import('./serve.mjs').then((scripts) => scripts.serve(process.argv.slice(2)));
