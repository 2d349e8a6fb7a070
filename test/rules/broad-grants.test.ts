import { PARAMETER, specify } from './hardened-template';
import { GRANTS_NAME_ACTIONS } from '../../src/rules/broad-grants';

const STATEMENT = 'Policy.Properties.PolicyDocument.Statement.5';
const GRANT = { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 's3:GetObject', Resource: { 'Fn::Sub': '${Bucket.Arn}/*' } };
const NOT_ACTION = { ...GRANT, Action: undefined, NotAction: 's3:DeleteBucket' };

specify(GRANTS_NAME_ACTIONS, [
  ['a policy that only denies is right', {}, 'compliant'],
  ['no policy is right', { Policy: undefined }, 'compliant'],
  ['an Allow of named actions is right', { [STATEMENT]: GRANT }, 'compliant'],
  ['an Allow of some actions by a wildcard is right', { [STATEMENT]: { ...GRANT, Action: ['s3:Get*', 's3:PutObject*'] } }, 'compliant'],
  ['a Deny of every action is right', { [STATEMENT]: { ...GRANT, Effect: 'Deny', Action: 's3:*' } }, 'compliant'],
  ['a Deny with NotAction is right', { [STATEMENT]: { ...NOT_ACTION, Effect: 'Deny' } }, 'compliant'],
  ['of everyone another rule speaks', { [STATEMENT]: { ...GRANT, Principal: '*', Action: 's3:*' } }, 'compliant'],
  ...['*', 's3:*', 'S3:*', 's3:**'].map((Action) => [`fails for an Allow of ${Action}`, { [STATEMENT]: { ...GRANT, Action } }, ['Policy.Statement.<digest>']] as const),
  ['fails for one among named actions', { [STATEMENT]: { ...GRANT, Action: ['s3:GetObject', 's3:*'] } }, ['Policy.Statement.<digest>']],
  ['fails for an Allow with NotAction', { [STATEMENT]: NOT_ACTION }, ['Policy.Statement.<digest>']],
  ['fails for a service', { [STATEMENT]: { ...GRANT, Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:*' } }, ['Policy.Statement.<digest>']],
  ['actions that a parameter names are unknown', { [STATEMENT]: { ...GRANT, Action: PARAMETER } }, 'unknown'],
  ['fails for every action beside one that a parameter names', { [STATEMENT]: { ...GRANT, Action: [PARAMETER, '*'] } }, ['Policy.Statement.<digest>']],
]);
