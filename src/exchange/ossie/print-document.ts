import { Document, isPair, isScalar, Scalar, visit } from 'yaml';
import type { OssieModel, OssieVersion } from './document.js';

/** 0.2 is in the making: this is what its schema asks for. */
const WRITTEN: Readonly<Record<OssieVersion, string>> = { '0.1.1': '0.1.1', '0.2': '0.2.0.dev0' };

/** 0.1.1 as JSON, which dbt reads, with a list of models; 0.2 as YAML, with one model at the root. */
export function printDocument(model: OssieModel, version: OssieVersion): string {
  if (version === '0.1.1')
    return `${JSON.stringify({ version: WRITTEN[version], semantic_model: [model] }, null, 2)}\n`;
  const document = new Document({ version: WRITTEN[version], ...model });
  visit(document, {
    // What extensions hold is one long text of JSON
    Scalar: (key, node) => {
      if (key === 'value' && typeof node.value === 'string' && node.value.startsWith('{'))
        node.type = Scalar.QUOTE_SINGLE;
    },
    Seq: (_, node, path) => {
      const pair = path.at(-1);
      const name = isPair(pair) && isScalar(pair.key) ? String(pair.key.value) : '';
      if (SHORT.has(name)) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

const SHORT = new Set(['primary_key', 'from_columns', 'to_columns', 'synonyms']);
