/** A room of `src/`, or a part of one that may import something else: what lives there, and what its files may import. */
export interface Room {
  /** In a phrase, for CONTRIBUTING. */
  readonly what: string;
  /** The other rooms that it may import, each below it in the table. */
  readonly rooms: readonly string[];
  readonly packages: readonly string[];
}

const CDK = ['aws-cdk-lib', 'constructs'];
const AWS_SDK = ['@aws-sdk', '@smithy'];

/**
 * The layer table of the project: imports point down only. The linter enforces it, `npx projen rooms` writes it into CONTRIBUTING and draws it,
 * and `test/rooms.test.ts` compares all of them.
 */
export const ROOMS: Readonly<Record<string, Room>> = {
  'index.ts': {
    what: 'the public API, export lines only',
    rooms: ['watch', 'mixins', 'insights', 'checks', 'bucket', 'monitoring', 'perimeter', 'policy'],
    packages: [],
  },
  'cli': {
    what: 'the command `hardened-bucket`: its arguments, the files that it reads, its reports; bundled with its packages',
    rooms: ['account', 'repair', 'adopt', 'template', 'facts', 'rules', 'reach', 'policy'],
    packages: ['@dagrejs/dagre', 'node:crypto', 'node:fs', 'node:path', 'node:url', 'commander', 'escape-html', 'js-yaml', 'picocolors', 'sarif'],
  },
  'watch': {
    what: '`BucketWatch` and the constructs that report to AWS Config; published, so they import neither the handler nor what is bundled with it',
    rooms: ['input', 'monitoring', 'bucket', 'checks', 'template', 'facts', 'rules', 'policy'],
    packages: [...CDK, 'node:path'],
  },
  'watch/handler': {
    what: 'the Lambda function of the watch; bundled with the AWS SDK, and without CDK',
    rooms: ['account', 'repair', 'template', 'facts', 'rules', 'policy'],
    packages: ['@aws-sdk', 'node:crypto'],
  },
  'mixins': {
    what: '`HardenedBucketMixin` and `HardenedBucketInjector`, for buckets that other constructs create',
    rooms: ['input', 'perimeter', 'monitoring', 'bucket', 'synth', 'adopt', 'template', 'facts', 'rules', 'policy'],
    packages: CDK,
  },
  'insights': {
    what: '`AccessInsights`, the dashboards and `DataEventsTrail`: who uses a bucket, and who tries to',
    rooms: ['input', 'monitoring', 'bucket'],
    packages: CDK,
  },
  'checks': {
    what: '`HardenedBucketChecks`, `HardenedBucketAspect`, `Reachability`, acknowledgments',
    rooms: ['input', 'synth', 'template', 'facts', 'reach', 'rules', 'policy'],
    packages: [...CDK, 'cdk-nag', 'node:fs'],
  },
  'bucket': {
    what: '`HardenedBucket`, `AccessLogsBucket`, their properties, the validation of input, the self-verification',
    rooms: ['input', 'perimeter', 'monitoring', 'synth', 'template', 'facts', 'rules', 'policy'],
    packages: CDK,
  },
  'synth': {
    what: 'the final resources of a construct tree, rendered and indexed once for each app; the only user of CDK internals',
    rooms: ['template', 'facts'],
    packages: [...CDK, 'node:fs', 'node:path'],
  },
  'monitoring': {
    what: 'alarms and their topic',
    rooms: ['input'],
    packages: [...CDK, 'node:net'],
  },
  'perimeter': {
    what: 'each statement of the bucket policy, as one small function',
    rooms: ['input', 'policy'],
    packages: [...CDK, 'node:net'],
  },
  'input': {
    what: 'checks of what callers pass: known names, kinds, formats',
    rooms: ['policy'],
    packages: CDK,
  },
  'adopt': {
    what: 'what an existing bucket lacks, as the smallest change of its template; what CloudFormation replaces',
    rooms: ['template', 'facts', 'rules', 'policy'],
    packages: [],
  },
  'repair': {
    what: 'the [repairs](docs/repairs.md) of live buckets: rows of data, each with a pure function; the proof of a policy change',
    rooms: ['template', 'facts', 'rules', 'policy'],
    packages: [],
  },
  'account': {
    what: 'the AWS clients, and the reader of the buckets of an account; bundled, and in no construct',
    rooms: ['template', 'facts', 'policy'],
    packages: [...AWS_SDK, 'node:https', 'node:http', 'node:dns'],
  },
  'rules': {
    what: 'the rules: rows of data, each with a pure function',
    rooms: ['template', 'facts', 'reach', 'policy'],
    packages: [],
  },
  'reach': {
    what: 'who reaches a bucket: the [paths](docs/reachability.md) through networks and policies, and who gets in by them',
    rooms: ['template', 'facts', 'policy'],
    packages: [],
  },
  'facts': {
    what: 'what is known of a bucket, and how it is read from templates and from an account',
    rooms: ['template', 'policy'],
    packages: [],
  },
  'template': {
    what: 'CloudFormation itself: how a template evaluates, its intrinsic functions, conditions, loops, parameters and exports',
    rooms: ['policy'],
    packages: [],
  },
  'policy': {
    what: 'policy documents and what they really deny or allow ([how](docs/policy-reasoning.md)); neither CDK nor Node.js',
    rooms: [],
    packages: [],
  },
};

/** The rows of folders of `src/`, without `index.ts` and the parts of rooms. */
export const FOLDERS = Object.keys(ROOMS).filter((name) => !name.includes('.') && !name.includes('/'));

/** The files of a row, as the linter names them. A part of a room comes after the room, whose row it replaces. */
export function filesOf(name: string): string {
  return name.endsWith('.ts') ? `src/${name}` : `src/${name}/**/*.ts`;
}

/** The linter's rule for the imports of a row. */
export function importRule(name: string): object {
  const { rooms, packages } = ROOMS[name];
  const [own] = name.split('/');
  const others = FOLDERS.filter((other) => other !== own && !rooms.includes(other)).map((other) => `${other}/`);
  const parts = Object.keys(ROOMS).filter((part) => part.startsWith(`${name}/`)).map((part) => `\\./${part.slice(name.length + 1)}/`);
  // A folder in a room imports other rooms from further up.
  const forbidden = name.endsWith('.ts') ? `\\./(${others.join('|')})` : `(\\.\\./)+(index$|$|${others.join('|')})`;
  return {
    'no-restricted-imports': ['error', {
      patterns: [
        { regex: `^(${[forbidden, ...parts].join('|')})`, message: `src/${name} may import only these rooms: ${rooms.join(', ') || 'none'}` },
        { regex: `^(?!\\.\\.?/${packages.map((each) => `|${each}$|${each}/`).join('')})`, message: `src/${name} may import only these packages: ${packages.join(', ') || 'none'}` },
      ],
    }],
  };
}
