import { AskedPolicy, askedPolicy } from './asked-policy';
import { whicheverAccounts } from './open-accounts';
import { POLICY_ACCEPTED } from './policy-accepted';
import { gained, keptControl, POLICY_CONTROL, released, taken } from './policy-change';
import { all, COMPLIANT, NOT_APPLICABLE, Rule, unknownVerdict, Verdict, violated } from './rule';
import { verdictOf } from './unwanted-requests';
import { PolicyFacts } from '../facts/bucket-facts';
import { PolicyDocument, readPolicyDocument } from '../policy/policy-document';
import { SearchResult } from '../policy/search/goal';
import { dig, listOf } from '../template/read-json';
import { isSame } from '../template/same-value';

type Check = NonNullable<Rule['checkLoosePolicy']>;

const COMMON = { level: 'STRICT', severity: 'error', example: '', controls: {}, check: () => NOT_APPLICABLE } as const;
const DOCUMENT = 'BucketPolicy.PolicyDocument';

/** What a policy was made of: the one that was there, and the statements of the guards with symbols for what AWS chooses. */
export interface MergedPolicy {
  readonly existing: unknown;
  readonly guards: readonly unknown[];
}

/** What holds of an existing policy to which guards were added, whatever has changed it since. */
export function mergedPolicyRules({ existing, guards }: MergedPolicy): readonly Rule[] {
  return [existingStatementsKept(existing), acceptedSince(existing), onlyGuarded(existing, guards)];
}

/** Every existing statement stands there to the letter, in its order. */
function existingStatementsKept(existing: unknown): Rule {
  const before = listOf(dig(existing, 'Statement'));
  const checkLoosePolicy: Check = ({ address: { logicalId }, document, json }) => {
    if (document.unknowns.length > 0) {
      return unknownVerdict(`bucket policy ${logicalId}: ${document.unknowns[0].message}`);
    }
    const after = listOf(dig(json, 'Statement'));
    const lost = before.findIndex((statement, i) => !isSame(statement, after[i]));
    return all([
      lost < 0 ? COMPLIANT : violated(`Statement.${lost}`, `has a bucket policy (${logicalId}) without statement ${lost} of the existing policy as it is written there: ${JSON.stringify(before[lost])}`, `${DOCUMENT}.Statement.${lost}`),
      ...['Version', 'Id'].map((element) => isSame(dig(existing, element), dig(json, element)) ? COMPLIANT : violated(
        element, `has a bucket policy (${logicalId}) whose ${element} is ${JSON.stringify(dig(json, element))}, and that of the existing policy is ${JSON.stringify(dig(existing, element))}`, `${DOCUMENT}.${element}`)),
    ]);
  };
  return {
    ...COMMON,
    id: 'HardenedBucket-ExistingStatementsKept',
    title: 'the bucket policy keeps every existing statement',
    why: 'Deploying a policy replaces the one that the bucket has: a statement that is missing removes the access of its users, or a guard.',
    fix: 'remove the override, aspect or mixin that changes the policy. To change an existing statement, change it in existingPolicy',
    checkLoosePolicy,
  };
}

/** S3 accepts what has been added; what S3 returned, it has accepted. */
function acceptedSince(existing: unknown): Rule {
  return {
    ...COMMON,
    ...POLICY_ACCEPTED,
    check: COMMON.check,
    checkLoosePolicy: (policy, owner, context) => {
      const verdict = POLICY_ACCEPTED.checkLoosePolicy!(policy, owner, context);
      const before = POLICY_ACCEPTED.checkLoosePolicy!({ ...policy, json: existing, document: readPolicyDocument(existing) }, owner, context);
      const known = new Set(before.kind === 'violations' ? before.violations.map(({ message }) => message) : []);
      return verdict.kind !== 'violations' ? verdict
        : all(verdict.violations.filter(({ message }) => !known.has(message)).map((violation): Verdict => ({ kind: 'violations', violations: [violation] })));
    },
  };
}

/** The policy allows and releases nothing that the existing one does not, takes away only what a guard is to deny, and leaves the account in control. */
function onlyGuarded(existing: unknown, guards: readonly unknown[]): Rule {
  const checkLoosePolicy: Check = (each, owner) => whicheverAccounts(each, owner, (policy) => {
    const asked = askedPolicy(policy, owner);
    const before = inWordsOf(asked, existing);
    const forms = inWordsOf(asked, { Version: '2012-10-17', Statement: guards.map((guard) => ({ ...guard as object, Effect: 'Allow' })) });
    const ask = (question: string, search: () => SearchResult) => asked.ask(`${question} ${JSON.stringify([before, forms])}`, search);
    const claim = (finding: string, found: string, search: () => SearchResult) => verdictOf(
      ask(finding, search), policy.address.logicalId, (request) => violated(finding, `has a bucket policy (${policy.address.logicalId}) that ${found}`, DOCUMENT, { request }));
    return all([
      claim('Allowed', 'allows what the existing policy does not', () => gained(before, asked.document)),
      claim('Released', 'no longer denies what the existing policy denies', () => released(before, asked.document)),
      claim('Lost', 'denies what the existing policy does not, and no guard is to', () => taken(before, asked.document, { kind: 'forms', forms }, { vocabulary: [asked.account] })),
      ...POLICY_CONTROL.map((action) => controlOf(policy, action, asked.remember(
        `control ${action} ${JSON.stringify(before)}`, () => keptControl({ account: asked.account, arn: asked.bucket }, before, asked.document, action)))),
    ]);
  });
  return {
    ...COMMON,
    id: 'HardenedBucket-GuardsOnly',
    title: 'the bucket policy differs from the existing one only by its guards',
    why: 'The bucket is in use: a policy that allows more opens it, and one that denies more than its guards stops its users.',
    fix: 'remove the override, aspect or mixin that changes the policy, or relax the perimeter by its own options',
    checkLoosePolicy,
  };
}

/** The policy with the stand-ins of another one for what AWS chooses. */
function inWordsOf(asked: AskedPolicy, json: unknown): PolicyDocument {
  const document = readPolicyDocument(json);
  return { ...document, isIdentityPolicy: false, statements: document.statements.map((statement) => asked.standInStatement(statement)) };
}

function controlOf({ address: { logicalId } }: PolicyFacts, action: string, result: SearchResult | undefined): Verdict {
  return result?.kind === 'none' ? violated(`Control.${action.slice(3)}`, `has a bucket policy (${logicalId}) that denies ${action} to every principal of its own account but the root user`, DOCUMENT)
    : result?.kind === 'unknown' ? verdictOf(result, logicalId, () => COMPLIANT) : COMPLIANT;
}
