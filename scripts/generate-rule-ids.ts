import * as fs from 'node:fs';
import * as path from 'node:path';
import { CATALOG } from '../src/rules/catalog';

/** Where the class of rule ids stands. */
export const RULE_IDS_FILE = path.join(__dirname, '..', 'src', 'checks', 'hardened-bucket-rules.generated.ts');

/** The name of a rule among constants: `TLS_ONLY` for `HardenedBucket-TlsOnly`. */
export function constantOf(id: string): string {
  return id.replace('HardenedBucket-', '').replace(/([a-z0-9])(?=[A-Z])/g, '$1_').replace(/([A-Z])(?=[A-Z][a-z])/g, '$1_').toUpperCase();
}

/** The class of rule ids, in the order of their names. */
export function ruleIdsSource(): string {
  const constants = CATALOG.map(({ id, title }) => ({ name: constantOf(id), id, title })).sort((a, b) => a.name < b.name ? -1 : 1);
  return `// Made by \`npx projen rules\` from the catalog in src/rules. Do not edit.

/**
 * The ids of all rules, for options and acknowledgments: a misspelled name does not compile.
 *
 * @example
 * const bucket = new s3.Bucket(this, 'Scratch');
 * Validations.of(bucket).acknowledge({ id: HardenedBucketRules.VERSIONING, reason: 'scratch data, made again every night' });
 */
export class HardenedBucketRules {
${constants.map(({ name, id, title }) => `  /** ${title.charAt(0).toUpperCase()}${title.slice(1)}. */\n  public static readonly ${name} = '${id}';\n`).join('\n')}
  private constructor() {}
}
`;
}

if (require.main === module) {
  fs.writeFileSync(RULE_IDS_FILE, ruleIdsSource());
}
