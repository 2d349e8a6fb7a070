import { all, NOT_APPLICABLE, Rule, violated } from './rule';

export const UNIQUE_KEYS: Rule = {
  id: 'HardenedBucket-UniqueKeys',
  title: 'no key of the template stands twice',
  why: 'CloudFormation accepts the template and uses the last of them, so that what stands under the others, a section or a setting of a bucket, is never deployed.',
  fix: 'remove one of the two, or merge what stands under them',
  example: "new s3.Bucket(this, 'Data'); // CDK writes each key once",
  level: 'BASELINE',
  severity: 'warning',
  controls: {},
  notLive: 'it is about the text of templates',
  check: () => NOT_APPLICABLE,
  checkTemplate: ({ repeatedKeys = [] }) => all(repeatedKeys.map((path) => {
    const key = path.join('.');
    return violated(key.replace(/[^A-Za-z0-9.]/g, ''), `has the key ${key} more than once, of which CloudFormation uses the last`, key.replace(/\s/g, ''), { written: path });
  })),
};
