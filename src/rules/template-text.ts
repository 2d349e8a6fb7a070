import { all, NOT_APPLICABLE, Rule, violated } from './rule';

export const UNIQUE_KEYS: Rule = {
  id: 'HardenedBucket-UniqueKeys',
  title: 'the template has no duplicate keys',
  why: 'CloudFormation accepts a template with duplicate keys and uses only the last one. A section or a bucket setting under the others is never deployed.',
  fix: 'remove one of the duplicate keys, or merge their contents',
  example: "new s3.Bucket(this, 'Data'); // CDK writes each key once",
  level: 'BASELINE',
  severity: 'warning',
  controls: {},
  notLive: 'it is about the text of templates',
  check: () => NOT_APPLICABLE,
  checkTemplate: ({ repeatedKeys = [] }) => all(repeatedKeys.map((path) => {
    const key = path.join('.');
    return violated(key.replace(/[^A-Za-z0-9.]/g, ''), `has the key ${key} more than once, and CloudFormation uses only the last one`, key.replace(/\s/g, ''), { written: path });
  })),
};
