import { anyText, ofEachStatement } from './identity';
import { Rule } from './rule';
import { certain, every } from '../policy/certainty';
import { PolicyStatement } from '../policy/policy-document';

/** All actions of S3, in whatever way they are written. */
const EVERY_ACTION = /^(?:\*|s3:\*+)$/i;

export const GRANTS_NAME_ACTIONS: Rule = {
  id: 'HardenedBucket-GrantsNameActions',
  title: 'no statement allows a principal every action, or every action but a few',
  why: 'Reading was meant, and deleting, changing the policy and what S3 adds later came along.',
  fix: 'list the actions that the principal needs in Action',
  example: "bucket.addToResourcePolicy(new iam.PolicyStatement({\n  actions: ['s3:GetObject', 's3:PutObject'],\n  resources: [bucket.arnForObjects('*')],\n  principals: [new iam.AccountPrincipal('111122223333')],\n}));",
  level: 'STRICT',
  severity: 'warning',
  controls: {},
  // Of everyone NoWildcardActionForEveryone speaks, as an error.
  ...ofEachStatement((statement) => every([
    certain(statement.effect === 'Allow' && !isForEveryone(statement)),
    statement.notActions.length > 0 ? 'yes' : anyText(statement.actions, (action) => EVERY_ACTION.test(action)),
  ]), ({ notActions }) => notActions.length > 0 ? 'allows its principals every action but those in NotAction' : 'allows its principals every action'),
};

function isForEveryone({ principals }: PolicyStatement): boolean {
  return principals.some(({ type, value }) => type === 'AWS' && value === '*');
}
