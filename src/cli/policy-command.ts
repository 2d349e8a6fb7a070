import { Answer } from './answer';
import { reading } from './reading-file';
import { UsageError } from './usage';
import { doubtAboutS3Public, doubtsIn } from '../policy/doubts';
import { evaluate } from '../policy/evaluate';
import { PolicyDocument, statementName } from '../policy/policy-document';
import { PolicyRequest, readRequest } from '../policy/policy-request';
import { TRUST_ZONE_FORMATS, TrustZone } from '../policy/questions/allows-outside';
import { compare } from '../policy/questions/compare';
import { explain, sentenceOf } from '../policy/questions/explain';
import { openToAnyone, outsideByItself } from '../policy/questions/open-to-anyone';
import { readJson, readPolicyText } from '../policy/read-policy-text';
import { requestText } from '../policy/request-text';
import { s3Public } from '../policy/s3-public';
import { SearchResult, UnknownReason } from '../policy/search/goal';

/** What the command line asked for, its options read. */
export interface PolicyArguments {
  readonly question: string;
  readonly files: readonly string[];
  readonly request: string | undefined;
  readonly accounts: readonly string[];
  readonly organizations: readonly string[];
  readonly vpcs: readonly string[];
  readonly cidrs: readonly string[];
}

interface Question {
  readonly files: number;
  readonly usage: string;
  readonly options: readonly Exclude<keyof PolicyArguments, 'question' | 'files'>[];
  readonly summary: string;
  readonly exitCodes: string;
  answer(args: PolicyArguments): Answer;
}

export const POLICY_QUESTIONS: Readonly<Record<string, Question>> = {
  public: {
    files: 1,
    usage: 'FILE',
    options: ['accounts', 'organizations'],
    summary: 'say whether the policy allows everyone to do something, and whether S3 considers it public',
    exitCodes: '0 no, 1 yes, 3 unknown before deployment',
    answer: answerPublic,
  },
  compare: {
    files: 2,
    usage: 'FILE FILE',
    options: [],
    summary: 'say what the first policy allows, against the second',
    exitCodes: '0 equivalent or less, 1 more or incomparable, 3 unknown before deployment',
    answer: answerCompare,
  },
  allows: {
    files: 1,
    usage: 'FILE --request FILE',
    options: ['request'],
    summary: 'say what a policy decides about a request',
    exitCodes: '0 Allow, 1 denied, 3 unknown before deployment',
    answer: answerAllows,
  },
  within: {
    files: 1,
    usage: 'FILE',
    options: ['accounts', 'organizations', 'vpcs', 'cidrs'],
    summary: 'say whether nothing outside a trust zone is allowed',
    exitCodes: '0 within, 1 outside, 3 unknown before deployment',
    answer: answerWithin,
  },
  explain: {
    files: 1,
    usage: 'FILE',
    options: [],
    summary: 'say who may do what, in plain words, dead statements marked',
    exitCodes: '0',
    answer: answerExplain,
  },
};

/** Answers a question about policies. @throws UsageError */
export function answerPolicyQuestion(args: PolicyArguments): Answer {
  const question = POLICY_QUESTIONS[args.question];
  if (args.files.length !== question.files) {
    throw new UsageError(`policy ${args.question} takes ${question.files === 1 ? 'one file' : 'two files'}, not ${args.files.length}`);
  }
  checkAccounts(args);
  return question.answer(args);
}

function answerPublic({ files: [file], accounts, organizations }: PolicyArguments): Answer {
  const document = readBucketPolicy(file);
  const anyone = openToAnyone(document, [...accounts, ...organizations]);
  const s3 = s3Public(document);
  const anyoneVerdict = anyone.kind === 'found' ? 'public' : anyone.kind === 'none' ? 'private' : 'unknown';
  const s3Verdict = s3.verdict === 'notPublic' ? 'private' : s3.verdict;
  const s3Reason = doubtAboutS3Public(document, s3);
  const verdicts = [anyoneVerdict, s3Verdict];
  return {
    json: {
      anyoneAllowed: { verdict: anyoneVerdict, witness: witnessOf(anyone), reason: reasonOf(anyone) },
      s3Public: { verdict: s3Verdict, statements: s3.statements.map(({ index, sid }) => ({ index, sid: sid ?? null })), reason: reasonJson(s3Reason) },
    },
    text: [
      anyone.kind === 'found' ? `public: anyone can send this request, and the bucket policy allows it\n${requestText(anyone.request)}`
        : anyone.kind === 'none' ? 'private: the bucket policy allows nothing to a stranger'
          : `unknown whether a stranger is allowed anything: ${reasonText(anyone.reason)}`,
      s3.verdict === 'public' ? `public for S3 Block Public Access, which ignores Deny: ${s3.statements.map(statementName).join(', ')}`
        : s3.verdict === 'notPublic' ? 'not public for S3 Block Public Access'
          : `unknown whether S3 Block Public Access considers it public: ${s3.reason}`,
    ],
    exitCode: verdicts.includes('public') ? 1 : verdicts.includes('unknown') ? 3 : 0,
  };
}

function answerCompare({ files: [first, second] }: PolicyArguments): Answer {
  const { relation, onlyFirst, onlySecond, reason } = compare(readPolicyFile(first), readPolicyFile(second));
  const sentence = {
    equivalent: 'equivalent: both allow the same requests',
    less: 'less: whatever the first allows, the second allows, and more',
    more: 'more: whatever the second allows, the first allows, and more',
    incomparable: 'incomparable: each allows something that the other does not',
    unknown: `unknown: ${reason && reasonText(reason)}`,
  }[relation];
  return {
    json: { relation, onlyFirst: onlyFirst ?? null, onlySecond: onlySecond ?? null, reason: reasonJson(reason) },
    text: [
      sentence,
      ...onlyFirst ? [`only the first allows\n${requestText(onlyFirst)}`] : [],
      ...onlySecond ? [`only the second allows\n${requestText(onlySecond)}`] : [],
    ],
    exitCode: relation === 'equivalent' || relation === 'less' ? 0 : relation === 'unknown' ? 3 : 1,
  };
}

function answerAllows({ files: [file], request }: PolicyArguments): Answer {
  if (request === undefined) {
    throw new UsageError('policy allows needs --request FILE');
  }
  const document = readPolicyFile(file);
  const { decision, statements } = evaluate(document, readRequestFile(request));
  const reason = decision !== 'unknown' ? undefined
    : doubtsIn(document).find(({ where }) => statements.some(({ index }) => where?.startsWith(`Statement[${index}]`)))
      ?? doubtsIn(document)[0]
      ?? { code: 'unknownValue' as const, message: 'AWS does not define what this statement says of this request', where: placeOf(statements[0]?.index) };
  return {
    json: { decision, statements: statements.map(({ index, sid }) => ({ index, sid: sid ?? null })), reason: reasonJson(reason) },
    text: [`${decision}${statements.length > 0 ? ` by ${statements.map(statementName).join(', ')}` : ''}${reason ? `: ${reasonText(reason)}` : ''}`],
    exitCode: decision === 'Allow' ? 0 : decision === 'unknown' ? 3 : 1,
  };
}

function answerWithin({ files: [file], accounts, organizations, vpcs, cidrs }: PolicyArguments): Answer {
  const zone: TrustZone = { accounts, organizations, vpcs, cidrs };
  if (Object.values(zone).every((part: readonly string[]) => part.length === 0)) {
    throw new UsageError('policy within needs a trust zone: --account, --organization, --vpc or --cidr');
  }
  const result = outsideByItself(readBucketPolicy(file), zone);
  const verdict = result.kind === 'none' ? 'within' : result.kind === 'found' ? 'outside' : 'unknown';
  return {
    json: { verdict, witness: witnessOf(result), reason: reasonOf(result) },
    text: [result.kind === 'found' ? `outside: the bucket policy allows this request from outside the trust zone\n${requestText(result.request)}`
      : result.kind === 'none' ? 'within: the bucket policy allows nothing from outside the trust zone' : `unknown: ${reasonText(result.reason)}`],
    exitCode: result.kind === 'none' ? 0 : result.kind === 'found' ? 1 : 3,
  };
}

function answerExplain({ files: [file] }: PolicyArguments): Answer {
  const explanations = explain(readPolicyFile(file));
  return {
    json: { statements: explanations.map((explanation) => ({ ...explanation, sid: explanation.sid ?? null, dead: explanation.dead ?? null, text: sentenceOf(explanation) })) },
    text: explanations.length === 0 ? ['the policy has no statements: it allows nothing'] : explanations.map((explanation) => `${statementName(explanation)}: ${sentenceOf(explanation)}`),
    exitCode: 0,
  };
}

function checkAccounts(args: PolicyArguments): void {
  for (const [part, option] of [['accounts', '--account'], ['organizations', '--organization']] as const) {
    const [isFit, expected] = TRUST_ZONE_FORMATS[part];
    const bad = args[part].find((value) => !isFit(value));
    if (bad !== undefined) {
      throw new UsageError(`${option} ${JSON.stringify(bad)} is not ${expected}`);
    }
  }
}

/** A bucket policy names principals; without them nobody can say whom it lets in. */
function readBucketPolicy(file: string): PolicyDocument {
  const document = readPolicyFile(file);
  if (document.isIdentityPolicy) {
    throw new UsageError(`${file}: no statement has a Principal, so this is an identity policy and no bucket policy`);
  }
  return document;
}

function readPolicyFile(file: string): PolicyDocument {
  return reading(file, readPolicyText);
}

function readRequestFile(file: string): PolicyRequest {
  return reading(file, (text) => readRequest(readJson(text)));
}

function placeOf(index: number | undefined): string | undefined {
  return index === undefined ? undefined : `Statement[${index}]`;
}

function witnessOf(result: SearchResult): PolicyRequest | null {
  return result.kind === 'found' ? result.request : null;
}

function reasonOf(result: SearchResult): object | null {
  return reasonJson(result.kind === 'unknown' ? result.reason : undefined);
}

function reasonJson(reason: UnknownReason | undefined): object | null {
  return reason ? { code: reason.code, message: reason.message, where: reason.where ?? null } : null;
}

function reasonText({ message, where }: UnknownReason): string {
  return where ? `${where}: ${message}` : message;
}
