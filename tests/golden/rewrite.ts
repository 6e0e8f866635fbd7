import { writeFileSync } from 'node:fs';
import { CASES, caseNames, projectOf, runCase } from './case.js';
import { openProject, type ProjectName } from './project.js';

/** `npm run golden [case …]`: rewrites the prints of the golden cases; their diff is read in the pull request. */
const wanted = process.argv.slice(2);
const cases = caseNames.filter((name) => wanted.length === 0 || wanted.includes(name));

for (const projectName of ['streaming', 'tpch'] satisfies ProjectName[]) {
  const project = await openProject(projectName);
  try {
    for (const name of cases.filter((each) => projectOf(each) === projectName)) {
      const { prints } = await runCase(project, name);
      for (const [file, text] of Object.entries(prints)) writeFileSync(`${CASES}/${name}/${file}`, text);
      process.stdout.write(`${name}\n`);
    }
  } finally {
    await project.close();
  }
}
