import { all, COMPLIANT, Rule, unknownVerdict, Verdict, violated } from './rule';
import { statementFinding } from './statement-finding';
import { PolicyFacts } from '../facts/bucket-facts';
import { knowledgeOf, spelledKey } from '../policy/condition-keys';
import { neverMatching } from '../policy/never-matching';
import { PolicyStatement, statementName } from '../policy/policy-document';
import { S3_ACTIONS_DATE } from '../policy/s3-actions.generated';
import { statementIds } from '../policy/statement-ids';
import { UnknownValue } from '../policy/unknown-value';
import { dig, listOf } from '../template/read-json';

const DOCUMENT = 'BucketPolicy.PolicyDocument';

export const POLICY_ACCEPTED: Rule = {
  id: 'HardenedBucket-PolicyAccepted',
  title: 'S3 accepts the bucket policy',
  why: 'S3 refuses a policy with an element, an operator or a principal that does not exist, so the deployment fails, or the bucket keeps the policy that it had.',
  fix: 'correct the element that the finding names',
  example: "bucket.addToResourcePolicy(iam.PolicyStatement.fromJson({\n  Effect: 'Allow',\n  Principal: { AWS: 'arn:aws:iam::111122223333:role/Reader' },\n  Action: 's3:GetObject',\n  Resource: bucket.arnForObjects('*'),\n}));",
  level: 'BASELINE',
  severity: 'error',
  controls: {},
  notLive: 'S3 has taken the policy',
  check: ({ policies }) => all(policies.map(accepted)),
  checkLoosePolicy: accepted,
};

function accepted({ address: { logicalId }, document, json }: PolicyFacts): Verdict {
  const ids = statementIds(listOf(dig(json, 'Statement')));
  const problems = [
    ...document.problems.filter(({ refused }) => refused),
    ...document.statements.filter(namesNoPrincipal).map(({ index }) => ({ where: `Statement[${index}].Principal`, message: 'a statement of a bucket policy names its principals' })),
  ];
  const undecided = document.unknowns[0]?.message ?? document.statements.map(mayLackElement).find((reason) => reason !== undefined);
  return all([...undecided === undefined ? [] : [unknownVerdict(`bucket policy ${logicalId}: ${undecided}`)], ...problems.map(({ where, message }) => {
    const place = where.replace(/\[(\d+)\]/g, '.$1');
    const statement = document.statements.find(({ index }) => where.startsWith(`Statement[${index}]`));
    return violated(findingOf(logicalId, place, ids), `has a bucket policy (${logicalId}) that S3 refuses${statement ? `, because of ${statementName(statement)}` : ''}: ${message}`,
      `${DOCUMENT}${place && `.${withoutSpaces(place)}`}`, statement ? { statement: { index: statement.index, sid: statement.sid } } : {});
  })]);
}

/** Why an element may turn out not to be there at all: not a text with something open in it, but nothing that is known to be a text. */
function mayLackElement({ actions, notActions, resources, notResources, principals, notPrincipals }: PolicyStatement): string | undefined {
  const elements = [[...actions, ...notActions], [...resources, ...notResources], [...principals, ...notPrincipals].map(({ value }) => value)];
  const open = elements.find((texts) => texts.length > 0 && texts.every((text) => text instanceof UnknownValue && !text.isText));
  return (open?.[0] as UnknownValue | undefined)?.reason;
}

/** A place in a policy as one word, in which the id of a statement stands for its number. */
function findingOf(logicalId: string, place: string, ids: readonly string[]): string {
  const [, index, below] = /^Statement\.(\d+)(.*)$/s.exec(place) ?? [];
  return (index === undefined ? [logicalId, wordsOf(place)] : [statementFinding(logicalId, { id: ids[Number(index)], index: Number(index) }), wordsOf(below)])
    .filter((part) => part !== '').join('.');
}

function wordsOf(place: string): string {
  return place.split(/[^A-Za-z0-9]+/).filter((part) => part !== '').join('.');
}

function withoutSpaces(place: string): string {
  return place.replace(/\s/g, '');
}

/** An identity policy names none, and this is no identity policy. */
function namesNoPrincipal({ principals, notPrincipals, malformed }: PolicyStatement): boolean {
  return principals.length === 0 && notPrincipals.length === 0 && !malformed;
}

export const POLICY_NAMES_EXIST: Rule = {
  id: 'HardenedBucket-PolicyNamesExist',
  title: 'the bucket policy names actions, condition keys and values that requests to S3 can have',
  why: 'A condition on a value that no request has matches nothing: such a Deny denies nothing, and such an Allow allows nothing.',
  fix: 'correct the spelling, or use what S3 has instead',
  example: "bucket.addToResourcePolicy(new iam.PolicyStatement({\n  actions: ['s3:GetObject'],\n  resources: [bucket.arnForObjects('*')],\n  principals: [new iam.AccountPrincipal('111122223333')],\n  conditions: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },\n}));",
  level: 'BASELINE',
  severity: 'warning',
  controls: {},
  notLive: 'S3 has taken the policy, and what AWS has added since may be in it',
  check: ({ policies }) => all(policies.map(namesExist)),
  checkLoosePolicy: namesExist,
};

function namesExist({ address: { logicalId }, document }: PolicyFacts): Verdict {
  return all(document.statements.flatMap((statement): Verdict[] => {
    const { id, index, sid, conditions } = statement;
    const newer = conditions.find(({ key }) => key !== '' && knowledgeOf(key).kind === 'newer');
    return [
      COMPLIANT,
      ...neverMatching(statement).map(({ where, message }) => violated(
        `${statementFinding(logicalId, { id, index })}.${wordsOf(where)}`, `has a bucket policy (${logicalId}) with a name that no request to S3 has, in ${statementName({ index, sid })}: ${message}`,
        `${DOCUMENT}.Statement.${index}.${withoutSpaces(where)}`, { statement: { index, sid } })),
      ...newer ? [unknownVerdict(`bucket policy ${logicalId}, ${statementName({ index, sid })}: the condition key ${spelledKey(newer.key)} is not one that AWS had on ${S3_ACTIONS_DATE}`)] : [],
    ];
  }));
}
