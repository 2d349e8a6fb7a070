import { allow, BUCKET, by, conditions, DocumentedPage, Example, IAM_GUIDE, policy } from './documented-page';

const ATTRIBUTES = { 'ForAllValues:StringLike': { 'dynamodb:requestedAttributes': ['PostDateTime', 'Message', 'Tags'] } };
const FORBIDDEN = { 'ForAnyValue:StringLike': { 'dynamodb:requestedAttributes': ['ID', 'PostDateTime'] } };
const attributes = (...names: string[]) => ({ 'dynamodb:requestedAttributes': names });
const KEY1 = { 'ForAllValues:StringNotLike': { 'aws:TagKeys': 'key1*' } };
const KEY12 = { 'ForAllValues:StringNotLike': { 'aws:TagKeys': ['key1*', 'key2*'] } };
const WEBSERVER = { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'webserver' } };
const tags = (...names: string[]) => ({ 'aws:TagKeys': names });

/** The bucket policy of the page: two tags, and an ARN that is in a list or not. */
function listing(operator: 'ArnLike' | 'ArnNotLike') {
  return policy(allow({
    Principal: { AWS: 'arn:aws:iam::222222222222:root' },
    Action: 's3:ListBucket',
    Resource: BUCKET,
    Condition: {
      StringEquals: { 'aws:PrincipalTag/department': ['finance', 'hr', 'legal'], 'aws:PrincipalTag/role': ['audit', 'security'] },
      [operator]: { 'aws:PrincipalArn': ['arn:aws:iam::222222222222:user/Ana', 'arn:aws:iam::222222222222:user/Mary'] },
    },
  }));
}

function listed(says: string, result: 'Match' | 'No match', operator: 'ArnLike' | 'ArnNotLike', user: string, tag: { department?: string; role?: string }): Example {
  const context = Object.fromEntries(Object.entries(tag).map(([key, value]) => [`aws:PrincipalTag/${key}`, value]));
  const lists = by({ AWS: `arn:aws:iam::222222222222:user/${user}` }, { action: 's3:ListBucket', resource: BUCKET, context });
  return [says, result === 'Match' ? 'Allow' : 'ImplicitDeny', listing(operator), lists];
}

export const SET_PAGES: readonly DocumentedPage[] = [
  conditions(`${IAM_GUIDE}/reference_policies_condition_examples-multi-valued-context-keys.html`, [
    ['none may begin with key1, one does', 'No match', KEY1, tags('key1:legal')],
    ['none may begin with key1, both do', 'No match', KEY1, tags('key1:hr', 'key1:personnel')],
    ['none may begin with key1, none does', 'Match', KEY1, tags('key2:audit')],
    ['none may begin with key1, no tags', 'Match', KEY1, {}],
    ['of two prefixes, the first', 'No match', KEY12, tags('key1:legal')],
    ['of two prefixes, the first twice', 'No match', KEY12, tags('key1:hr', 'key1:personnel')],
    ['of two prefixes, both', 'No match', KEY12, tags('key1:hr', 'key2:audit')],
    ['of two prefixes, neither', 'Match', KEY12, tags('key3:legal')],
    ['of two prefixes, no tags', 'Match', KEY12, {}],
    ['any, the only one', 'Match', WEBSERVER, tags('webserver')],
    ['any, one of three', 'Match', WEBSERVER, tags('environment', 'webserver', 'test')],
    ['any, none', 'No match', WEBSERVER, tags('environment', 'test')],
    ['any, no tags', 'No match', WEBSERVER, {}],
  ]),
  conditions(`${IAM_GUIDE}/reference_policies_condition-single-vs-multi-valued-context-keys.html`, [
    ['all attributes are listed', 'Match', ATTRIBUTES, attributes('PostDateTime', 'Message')],
    ['one attribute is not', 'No match', ATTRIBUTES, attributes('PostDateTime', 'ID')],
    ['PostDateTime and UserName', 'No match', ATTRIBUTES, attributes('PostDateTime', 'UserName')],
    ['one attribute is forbidden', 'Match', FORBIDDEN, attributes('PostDateTime', 'Message')],
    ['only UserName', 'No match', FORBIDDEN, attributes('UserName')],
    ['UserName, Message and PostDateTime', 'Match', FORBIDDEN, attributes('UserName', 'Message', 'PostDateTime')],
    ['ForAllValues, absent', 'Match', ATTRIBUTES, {}],
    ['ForAnyValue, absent', 'No match', FORBIDDEN, {}],
    ['ForAnyValue, negated, absent', 'No match', { 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': 'a' } }, {}],
    ['ForAnyValue, negated, one of two is not listed', 'Match', { 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': 'a' } }, tags('a', 'b')],
    ['ForAnyValue, negated, all are listed', 'No match', { 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': ['a', 'b'] } }, tags('a', 'b')],
  ]),
  {
    page: `${IAM_GUIDE}/reference_policies_condition-logic-multiple-context-keys-or-values.html`,
    examples: [
      listed('all three', 'Match', 'ArnLike', 'Mary', { department: 'legal', role: 'audit' }),
      listed('another user', 'No match', 'ArnLike', 'Nikki', { department: 'hr', role: 'audit' }),
      listed('another role tag', 'No match', 'ArnLike', 'Mary', { department: 'hr', role: 'payroll' }),
      listed('no role tag', 'No match', 'ArnLike', 'Mary', { department: 'hr' }),
      listed('no tags', 'No match', 'ArnLike', 'Mary', {}),
      listed('negated, all three', 'Match', 'ArnNotLike', 'Nikki', { department: 'legal', role: 'audit' }),
      listed('negated, a user of the list', 'No match', 'ArnNotLike', 'Mary', { department: 'hr', role: 'audit' }),
      listed('negated, another role tag', 'No match', 'ArnNotLike', 'Nikki', { department: 'hr', role: 'payroll' }),
      listed('negated, no role tag', 'No match', 'ArnNotLike', 'Nikki', { department: 'hr' }),
      listed('negated, no tags', 'No match', 'ArnNotLike', 'Nikki', {}),
    ],
  },
];
