import { aws_s3 as s3, Duration, RemovalPolicy, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { NameAdvice, StructName, structProblems } from './struct-problems';

/**
 * Throws for input that can never make a hardened bucket.
 *
 * The construct does not exist yet, so the error names the path it would have had.
 */
export function refuse(scope: Construct, id: string, message: string): never {
  throw new Error(`${pathOf(scope, id)}${message}`);
}

function pathOf(scope: Construct, id: string): string {
  return `[${[scope.node.path, id].filter((part) => part !== '').join('/')}] `;
}

/**
 * Checks of what a caller gives: each notes what is wrong, and `throwIfAny` tells all of it at once. Tokens, whose value is not
 * known yet, pass.
 */
export class InputChecks {
  private readonly where: string;
  private readonly problems = new Set<string>();

  /** For the construct that will have this id; without a scope, for what is no construct. */
  constructor(scope?: Construct, id = '') {
    this.where = scope ? pathOf(scope, id) : '';
  }

  refuse(message: string): void {
    this.problems.add(message);
  }

  /** @throws an Error that tells everything that was refused, a line each, in the order in which it was checked */
  throwIfAny(): void {
    if (this.problems.size > 0) {
      const messages = [...this.problems];
      throw new Error(`${this.where}${messages.length === 1 ? messages[0] : `${messages.length} problems:\n${messages.map((message) => `  ${message}`).join('\n')}`}`);
    }
  }

  /**
   * The names in an object that is given for a struct, and in the structs inside it.
   *
   * @param place what the object is called, unless it is the properties of the construct itself
   * @param advice what to do about names that the struct does not have on purpose
   * @throws at once if a value is missing, or something else than it has to be, so that no other check can look at it
   */
  struct(struct: StructName, given: object, { place, advice }: { readonly place?: string; readonly advice?: NameAdvice } = {}): void {
    const { names, values } = structProblems(struct, given, place, advice);
    [...names, ...values].forEach((message) => this.refuse(message));
    if (values.length > 0) {
      this.throwIfAny();
    }
  }

  bucketName(name: string | undefined): void {
    if (name === '') {
      this.refuse('bucketName \'\' is empty. Leave bucketName out to let CloudFormation choose a name');
      return;
    }
    try {
      s3.Bucket.validateBucketName(name ?? '');
    } catch (error) {
      const [, ...reasons] = (error as Error).message.split(/\r?\n/);
      this.refuse(`bucketName '${name}' is not a name that S3 accepts. ${reasons.join('. ')}`);
    }
  }

  /** A policy that buckets have: there are no snapshots of buckets. */
  removalPolicy(value: RemovalPolicy | undefined): void {
    if (value === RemovalPolicy.SNAPSHOT) {
      this.refuse(`removalPolicy is '${value}', and there are no snapshots of buckets. Use RemovalPolicy.RETAIN, RETAIN_ON_UPDATE_OR_DELETE or DESTROY`);
    }
    this.oneOf('removalPolicy', value, RemovalPolicy, 'RemovalPolicy');
  }

  /** A duration that lifecycle rules take: whole days, at least one. */
  wholeDays(prop: string, value: Duration | undefined): void {
    if (value === undefined || value.isUnresolved()) {
      return;
    }
    const days = value.toDays({ integral: false });
    if (days < 1 || !Number.isInteger(days)) {
      this.refuse(`${prop} is ${days === 0 ? 'zero' : value.toHumanString()}. S3 counts whole days, one at least: use whole days, such as Duration.days(${Math.max(1, Math.ceil(days))})`);
    }
  }

  /** A period of metrics: whole minutes, at least one. */
  wholeMinutes(prop: string, value: Duration | undefined): void {
    if (value === undefined || value.isUnresolved()) {
      return;
    }
    const seconds = value.toSeconds({ integral: false });
    if (seconds < 60 || seconds % 60 !== 0) {
      this.refuse(`${prop} is ${seconds === 0 ? 'zero' : value.toHumanString()}. CloudWatch has these metrics once a minute: use a multiple of Duration.minutes(1)`);
    }
  }

  /** A number within bounds, which are part of the range. */
  number(prop: string, value: number | undefined, bounds: { above?: number; from?: number; to?: number; whole?: boolean }): void {
    if (value === undefined || Token.isUnresolved(value)) {
      return;
    }
    const { above = -Infinity, from = -Infinity, to = Infinity, whole = false } = bounds;
    if (!(Number.isFinite(value) && value > above && value >= from && value <= to) || (whole && !Number.isInteger(value))) {
      const range = [
        whole ? 'a whole number' : 'a number',
        ...(above > -Infinity ? [`above ${above}`] : []),
        ...(from > -Infinity ? [`from ${from}`] : []),
        ...(to < Infinity ? [`up to ${to}`] : []),
      ].join(' ');
      this.refuse(`${prop} is ${value}. Use ${range}`);
    }
  }

  /** One of an enum's values: JavaScript, and casts, let anything through. */
  oneOf<T extends string>(prop: string, value: T | undefined, values: Record<string, T>, enumName: string): void {
    if (value !== undefined && !Object.values(values).includes(value)) {
      this.refuse(`${prop} is ${JSON.stringify(value)}. Use one of ${Object.keys(values).map((name) => `${enumName}.${name}`).join(', ')}`);
    }
  }
}
