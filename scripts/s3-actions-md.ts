import * as path from 'node:path';
import { denied, ELSEWHERE, GUARDED, GuardedActions, GuardKind, spared } from '../src/perimeter/guarded-actions';
import { ACTION_CLASSES, ActionClass, actionsChoosing, actionsOf, CHOOSES_NO_ENCRYPTION, CLASS_EXCEPTIONS, CLASSES_ON_BUCKETS, REENCRYPTING, SSE } from '../src/policy/action-classes';
import { S3_ACTIONS_DATE } from '../src/policy/s3-actions.generated';

export const S3_ACTIONS_FILE = path.join(__dirname, '..', 'docs', 's3-actions.md');

const CLASSES = Object.keys(ACTION_CLASSES) as ActionClass[];
/** Kinds of guards that name what they leave alone. */
const SPARING: readonly GuardKind[] = ['readers', 'writers', 'appenders'];

/** The actions of S3 by class, and what each kind of guard denies or leaves alone, and why. */
export function s3ActionsMarkdown(): string {
  return [
    '# S3 actions and guards',
    '',
    '<!-- Written by `npx projen s3-actions`. Do not edit. -->',
    '',
    'What each action of S3 does, and which guards of a [perimeter](perimeters.md) cover it. The actions are those of the',
    '[Service Authorization Reference](https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html),',
    `read on ${S3_ACTIONS_DATE}. Rules and \`hardened-bucket policy explain\` use the same classes.`,
    '',
    '## Classes',
    '',
    'The class of an action follows from its access level and its resource types.',
    '',
    ...table(['Class', 'What its actions do', 'Actions'], CLASSES.map((name) => [name, ACTION_CLASSES[name], actionsOf(name).map(plain).join(', ')])),
    '',
    'Of these they do not tell the class:',
    '',
    ...table(['Action', 'Class', 'Why'], Object.entries(CLASS_EXCEPTIONS).map(([name, [exception, reason]]) => [plain(name), exception, reason])),
    '',
    '## Guards',
    '',
    'Guards against requests without TLS, with old signatures, and from other accounts deny every action. The others are below.',
    'None of them covers what is not done with a bucket or its objects:',
    '',
    ...table(['Class', 'Why no guard covers it'], Object.entries(ELSEWHERE)),
    ...(Object.entries(GUARDED) as [GuardKind, GuardedActions][]).flatMap(([kind, guard]) => ['', ...section(kind, guard)]),
    '',
    '## Encryption',
    '',
    'Guards and rules on encryption cover each action whose requests can carry the condition key.',
    '',
    ...table(['Condition key', 'Writes an object', 'Encrypts one again'], (Object.keys(SSE) as (keyof typeof SSE)[]).map((key) =>
      [`\`${SSE[key]}\``, actionsChoosing(key).map(plain).join(', '), key === 'customerAlgorithm' ? '' : REENCRYPTING.map(plain).join(', ')])),
    '',
    ...table(['Not covered', 'Why'], Object.entries(CHOOSES_NO_ENCRYPTION).map(([name, reason]) => [plain(name), reason])),
    '',
  ].join('\n');
}

function section(kind: GuardKind, { options, classes, actions = {} }: GuardedActions): string[] {
  const isSparing = SPARING.includes(kind);
  const reasons = new Map<string, string[]>();
  for (const name of CLASSES_ON_BUCKETS.filter((each) => classes[each] !== true)) {
    const reason = classes[name] as string;
    reasons.set(reason, [...reasons.get(reason) ?? [], name]);
  }
  return [
    `### ${options}`,
    '',
    `Denies ${CLASSES.filter((name) => classes[name] === true).join(', ')}. In a policy, ${isSparing ? 'everything but ' : ''}${(isSparing ? spared(kind) : denied(kind)).map((glob) => `\`${glob}\``).join(', ')}.`,
    '',
    ...table(['', 'Denied', 'Why'], [
      ...[...reasons].map(([reason, names]) => [names.join(', '), 'no', reason]),
      ...Object.entries(actions).map(([name, [isGuarded, reason]]) => [plain(name), isGuarded ? 'yes' : 'no', reason]),
    ]),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`.replace(/\| {2}\|/g, '| |'));
}

function plain(name: string): string {
  return `\`${name.replace('s3:', '')}\``;
}
