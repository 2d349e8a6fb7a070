import { allow, BOTH, by, deny, DocumentedPage, IAM_GUIDE, policy, request, S3_GUIDE } from './documented-page';

const ID = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be';
const OTHER_ID = '1'.repeat(64);
const of = (principal: unknown, parts: object = {}) => policy(allow({ Principal: principal, ...parts }));
const aws = (value: unknown) => of({ AWS: value });
const user = (name: string, account = '123456789012') => ({ AWS: `arn:aws:iam::${account}:user/${name}` });
const session = (name: string, account = '123456789012') => ({ AWS: `arn:aws:sts::${account}:assumed-role/${name}` });

const BOB = { AWS: 'arn:aws:iam::444455556666:user/Bob' };
const AUDIT = session('cross-account-read-only-role/cross-account-audit-app', '444455556666');
const ROLE = 'arn:aws:iam::444455556666:role/cross-account-read-only-role';
const ROOT = 'arn:aws:iam::444455556666:root';
const except = (...values: string[]) => policy(deny({ Principal: undefined, NotPrincipal: { AWS: values } }), allow());
const byArn = (arn: string, operator = 'ArnNotEquals') => policy(deny({ Condition: { [operator]: { 'aws:PrincipalArn': arn } } }), allow());
const byService = policy(deny({ Condition: { StringNotEqualsIfExists: { 'aws:PrincipalServiceName': 'codebuild.amazonaws.com' } } }), allow());
const service = (name: string) => by({ Service: name }, { context: { 'aws:PrincipalServiceName': name } });

export const PRINCIPAL_PAGES: readonly DocumentedPage[] = [
  {
    page: `${IAM_GUIDE}/reference_policies_elements_principal.html`,
    examples: [
      ['an account by its id, a user', 'Allow', aws('123456789012'), by(user('a'))],
      ['an account by its ARN, a user', 'Allow', aws('arn:aws:iam::123456789012:root'), by(user('a'))],
      ['an account by its ARN, a session', 'Allow', aws('arn:aws:iam::123456789012:root'), by(session('r/s'))],
      ['an account by its ARN, a federated user', 'Allow', aws('arn:aws:iam::123456789012:root'), by({ AWS: 'arn:aws:sts::123456789012:federated-user/f' })],
      ['an account by its ARN, a user of another', 'ImplicitDeny', aws('arn:aws:iam::123456789012:root'), by(user('a', '555555555555'))],
      ['an account by its ARN, anonymous', 'ImplicitDeny', aws('arn:aws:iam::123456789012:root'), request()],
      ['two accounts, the second', 'Allow', aws(['123456789012', '555555555555']), by(user('a', '555555555555'))],
      ['an account in three ways, the second', 'Allow', of({ AWS: ['arn:aws:iam::123456789012:root', '999999999999'], CanonicalUser: ID }), by(user('a', '999999999999'))],
      ['an account in three ways, the third', 'Allow', of({ AWS: ['arn:aws:iam::123456789012:root', '999999999999'], CanonicalUser: ID }), by({ CanonicalUser: ID })],
      ['a role, a session of it', 'Allow', aws('arn:aws:iam::123456789012:role/r'), by(session('r/s'))],
      ['a role, a session of another', 'ImplicitDeny', aws('arn:aws:iam::123456789012:role/r'), by(session('q/s'))],
      ['a role, the same role of another account', 'ImplicitDeny', aws('arn:aws:iam::123456789012:role/r'), by(session('r/s', '555555555555'))],
      ['a role with a path, a session of it', 'Allow', aws('arn:aws:iam::123456789012:role/p/r'), by(session('r/s'))],
      ['a role session, that session', 'Allow', aws('arn:aws:sts::123456789012:assumed-role/r/s'), by(session('r/s'))],
      ['a role session, another of the role', 'ImplicitDeny', aws('arn:aws:sts::123456789012:assumed-role/r/s'), by(session('r/t'))],
      ['all sessions of a role: "you cannot use a wildcard"', 'unknown', aws('arn:aws:sts::123456789012:assumed-role/r/*'), by(session('r/s'))],
      ['a user', 'Allow', aws(['arn:aws:iam::123456789012:user/user-name-1', 'arn:aws:iam::123456789012:user/user-name-2']), by(user('user-name-2'))],
      ['a user, in another case', 'ImplicitDeny', aws('arn:aws:iam::123456789012:user/user-name'), by(user('User-Name'))],
      ['all users: "you cannot use a wildcard"', 'unknown', aws('arn:aws:iam::123456789012:user/*'), by(user('a'))],
      ['a group: "you cannot identify a user group as a principal"', 'unknown', aws('arn:aws:iam::123456789012:group/g'), by(user('a'))],
      ['a federated user session', 'Allow', aws('arn:aws:sts::123456789012:federated-user/f'), by({ AWS: 'arn:aws:sts::123456789012:federated-user/f' })],
      ['a web identity provider', 'Allow', of({ Federated: 'graph.facebook.com' }), by({ Federated: 'graph.facebook.com' })],
      ['another web identity provider', 'ImplicitDeny', of({ Federated: 'graph.facebook.com' }), by({ Federated: 'accounts.google.com' })],
      ['a SAML provider', 'Allow', of({ Federated: 'arn:aws:iam::123456789012:saml-provider/p' }), by({ Federated: 'arn:aws:iam::123456789012:saml-provider/p' })],
      ['two services, the second', 'Allow', of({ Service: ['ecs.amazonaws.com', 'elasticloadbalancing.amazonaws.com'] }), by({ Service: 'elasticloadbalancing.amazonaws.com' })],
      ['two services, a third', 'ImplicitDeny', of({ Service: ['ecs.amazonaws.com', 'elasticloadbalancing.amazonaws.com'] }), by({ Service: 'ec2.amazonaws.com' })],
      ['all principals, anonymous', 'Allow', of('*'), request()],
      ['all AWS principals, anonymous: "equivalent"', 'Allow', of({ AWS: '*' }), request()],
      ['all but one, by its ARN: that one', 'Allow', byArn('arn:aws:iam::444455556666:user/user-name'), by(user('user-name', '444455556666'))],
      ['all but one, by its ARN: another', 'ExplicitDeny', byArn('arn:aws:iam::444455556666:user/user-name'), by(user('other', '444455556666'))],
      ['all but one, by its ARN: anonymous', 'ExplicitDeny', byArn('arn:aws:iam::444455556666:user/user-name'), request()],
    ],
  },
  {
    page: `${S3_GUIDE}/s3-bucket-user-policy-specifying-principal-intro.html`,
    examples: [
      ['"*", "anyone, even if they’re not signed in"', 'Allow', of('*'), request()],
      ['"*", a service', 'Allow', of('*'), by({ Service: 'logging.s3.amazonaws.com' })],
      ['{"AWS": "*"}, "any user in any account"', 'Allow', of({ AWS: '*' }), by(user('a'))],
      ['{"AWS": "*"}, a service, of which the page does not speak', 'unknown', of({ AWS: '*' }), by({ Service: 'logging.s3.amazonaws.com' })],
      ['a canonical user', 'Allow', of({ CanonicalUser: ID }), by({ CanonicalUser: ID })],
      ['another canonical user', 'ImplicitDeny', of({ CanonicalUser: ID }), by({ CanonicalUser: OTHER_ID })],
      ['a canonical user, some account', 'unknown', of({ CanonicalUser: ID }), by(user('a'))],
      ['a canonical user, anonymous', 'ImplicitDeny', of({ CanonicalUser: ID }), request()],
      ['an account, a canonical user', 'unknown', aws('123456789012'), by({ CanonicalUser: ID })],
    ],
  },
  {
    page: `${IAM_GUIDE}/reference_policies_elements_notprincipal.html`,
    examples: [
      ['user and account, the user', 'Allow', except(BOB.AWS, ROOT), by(BOB)],
      ['user and account, a stranger', 'ExplicitDeny', except(BOB.AWS, ROOT), by(user('Bob', '999999999999'))],
      ['user and account, anonymous', 'ExplicitDeny', except(BOB.AWS, ROOT), request()],
      ['user and account, a service', 'ExplicitDeny', except(BOB.AWS, ROOT), by({ Service: 'ec2.amazonaws.com' })],
      ['only the user: "the policy might deny access to the entire account"', 'unknown', except(BOB.AWS), by(BOB)],
      ['only the user, another of the account', 'ExplicitDeny', except(BOB.AWS), by(user('Eve', '444455556666'))],
      ['session, role and account, the session', 'Allow', except(AUDIT.AWS, ROLE, ROOT), by(AUDIT)],
      ['session and account: "might explicitly deny access to the role"', 'unknown', except(AUDIT.AWS, ROOT), by(AUDIT)],
      ['session and role: "might explicitly deny access to the account"', 'unknown', except(AUDIT.AWS, ROLE), by(AUDIT)],
      ['the account, its root user', 'Allow', except(ROOT), by({ AWS: '444455556666' })],
      ['with Allow, anybody else', 'Allow', policy(allow({ Principal: undefined, NotPrincipal: BOB })), request()],
      ['with Allow, the one named', 'ImplicitDeny', policy(allow({ Principal: undefined, NotPrincipal: BOB })), by(BOB)],
      ['by role ARN instead, the role', 'Allow', byArn('arn:aws:iam::444455556666:role/read-only-role'), by({ AWS: 'arn:aws:iam::444455556666:role/read-only-role' })],
      ['by role ARN instead, another role', 'ExplicitDeny', byArn('arn:aws:iam::444455556666:role/read-only-role'), by({ AWS: 'arn:aws:iam::444455556666:role/other' })],
      ['by service name instead, the service', 'Allow', byService, service('codebuild.amazonaws.com')],
      ['by service name instead, another', 'ExplicitDeny', byService, service('config.amazonaws.com')],
    ],
  },
  {
    page: `${IAM_GUIDE}/reference_policies_evaluation-logic_policy-eval-denyallow.html`,
    examples: [
      ['"by default, all requests are implicitly denied"', 'ImplicitDeny', policy(allow({ Action: 's3:List*' })), by(user('carlossalazar', '123456789012'))],
      ['"an explicit allow overrides this default"', 'Allow', aws('arn:aws:iam::123456789012:user/carlossalazar'), by(user('carlossalazar'))],
      ['"only the user can access the bucket"', 'ImplicitDeny', aws('arn:aws:iam::123456789012:user/carlossalazar'), by(user('other'))],
      ['"an explicit deny overrides any allows"', 'ExplicitDeny', policy(allow(), deny({ Resource: 'arn:aws:s3:::*demo*' })), request()],
      ['the order does not matter', 'ExplicitDeny', policy(deny({ Resource: 'arn:aws:s3:::*demo*' }), allow()), request()],
      ['only a deny for something else', 'ImplicitDeny', policy(deny({ Resource: 'arn:aws:s3:::*log*' })), request()],
      ['a single statement, not a list', 'Allow', { Version: '2012-10-17', Statement: allow({ Resource: BOTH }) }, request()],
    ],
  },
];
