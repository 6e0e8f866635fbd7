import { writeFileSync } from 'node:fs';
import { printMetricsJsonSchema } from '../definitions/json-schema.js';

/** `npm run definition-schema`: writes the JSON Schema of definition files, by which editors complete and check. */
writeFileSync('schemas/metrics.schema.json', printMetricsJsonSchema());
