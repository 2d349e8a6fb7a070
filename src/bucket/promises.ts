import { Annotations, aws_s3 as s3, CfnResource, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { BucketFacts } from '../facts/bucket-facts';
import { CONSTRUCT_METADATA_KEY } from '../facts/template-facts';
import { requestLine } from '../policy/request-text';
import { neighbourOf, ownerOf } from '../rules/check';
import { ONE_POLICY } from '../rules/construction';
import { DELIVERIES_POSSIBLE } from '../rules/deliveries';
import { KEY_ROTATION } from '../rules/encryption';
import { NO_WEBSITE } from '../rules/exposure';
import { propertyPath } from '../rules/finding';
import { fixFor } from '../rules/fixes';
import { GRANTS_REACH_KEY, missingFromKeyElsewhere } from '../rules/key-grants';
import { ACCESS_LOGS_TARGET } from '../rules/logging';
import { REQUEST_ALARMS_ARRIVE } from '../rules/monitoring';
import { PRODUCER_ENCRYPTION } from '../rules/producers';
import { COMPLIANT, Rule, Verdict } from '../rules/rule';
import { ruleMetadata } from '../rules/rule-metadata';
import { SERVICES_ALLOWED } from '../rules/services-allowed';
import { BucketIndex } from '../synth/bucket-index';
import { linesOf } from '../synth/construct-lines';
import { report, ReportedViolation } from '../synth/validation-report';
import { withoutSymbols } from '../template/symbol';
import { resourcePath } from '../template/written-path';

/** What a construct promises of a bucket. */
export interface Promises {
  /** What messages call it, where that is not the name of the class. */
  readonly subject?: string;
  /** What can only be broken from outside, because the construct sets it. */
  readonly promises: readonly Rule[];
  /** What the properties themselves, or other parts of the app, may make untrue; told what a value with tokens means in the template. */
  readonly proofs?: (evaluate: (value: unknown) => unknown) => readonly Rule[];
  /** What is worth a warning, and breaks no promise, and its fix; looked at where all promises hold. */
  readonly warnings?: readonly PromiseWarning[];
}

/** A rule that is worth a warning. */
interface PromiseWarning {
  readonly rule: Rule;
  readonly fix: string;
  /** Whether someone has chosen what the warning is of; asked when the app is complete. */
  readonly isNeedless?: () => boolean;
}

/** The key policy is not part of the app, so it cannot be proved, only shown to anyone who can change it. */
function warnOfKeyElsewhere(resource: s3.CfnBucket, facts: BucketFacts): void {
  const statements = missingFromKeyElsewhere(facts);
  if (statements.length > 0) {
    Annotations.of(resource).addWarningV2(GRANTS_REACH_KEY.id, `the policy of key ${withoutSymbols(facts.encryption.keyAccess.name)} is not part of this app, and ${GRANTS_REACH_KEY.title} only if it has ${statements.length === 1 ? 'this statement' : 'these statements'}. Add what is missing there: ${withoutSymbols(JSON.stringify(statements.length === 1 ? statements[0] : statements))}`);
  }
}

/**
 * Anyone who is to read or write the bucket can: each grant has its half on the key, and each producer and service is allowed, and writes
 * in a way that the bucket accepts.
 */
export const ACCESS_WORKS: readonly Rule[] = [GRANTS_REACH_KEY, SERVICES_ALLOWED, PRODUCER_ENCRYPTION, DELIVERIES_POSSIBLE];

/**
 * Leaves the mark of the construct that made the bucket, by which rules know it, and makes the bucket verify itself.
 */
export function markAndKeep(construct: Construct, className: string, resource: s3.CfnBucket, promises: Promises): void {
  resource.addMetadata(CONSTRUCT_METADATA_KEY, className);
  keepPromises(construct, className, resource, promises);
}

/**
 * Makes synth fail when the final resource of a bucket, or its final policy, no longer keeps one of these rules.
 *
 * Every override, aspect, mixin, property injector and statement added later is seen, because the verification reads
 * what will be written into the template. It cannot be acknowledged away, and what is not known before deployment never
 * fails it.
 */
export function keepPromises(construct: Construct, className: string, resource: s3.CfnBucket, promises: Promises): void {
  BucketIndex.prepareValidation(construct);
  construct.node.addValidation({
    validate: () => {
      const broken = brokenPromises(className, resource, promises);
      if (broken.length === 0) {
        warn(construct, className, resource, promises.warnings ?? []);
      }
      report(construct, broken.map(({ violation }) => violation));
      return broken.map(({ message }) => message);
    },
  });
}

/**
 * The same of a policy whose bucket is not made in this app, and of which these rules are asked alone.
 *
 * @param misplaced says what is wrong with where the policy stands, if anything is
 */
export function keepPolicyPromises(
  construct: Construct, className: string, resource: s3.CfnBucketPolicy, proofs: NonNullable<Promises['proofs']>, misplaced: (index: BucketIndex) => Verdict,
): void {
  BucketIndex.prepareValidation(construct);
  construct.node.addValidation({
    validate: () => {
      const index = BucketIndex.duringValidation(resource);
      const { loosePolicy } = index.of(resource);
      const promised = { className, resource, index };
      const broken = loosePolicy
        ? proofs((value) => index.evaluate(value, Stack.of(resource))).flatMap((rule) =>
          inWords(promised, rule, rule.checkLoosePolicy?.(loosePolicy, ownerOf(loosePolicy)) ?? COMPLIANT, rule.fix))
        : [];
      const all = [...inWords(promised, ONE_POLICY, misplaced(index), ONE_POLICY.fix), ...broken];
      report(construct, all.map(({ violation }) => violation));
      return all.map(({ message }) => message);
    },
  });
}

/** The rules whose fix helps anyone who has a bucket of this library; those of the others speak of properties that it does not have. */
const ADVICE: ReadonlySet<Rule> = new Set([NO_WEBSITE, KEY_ROTATION, ACCESS_LOGS_TARGET, REQUEST_ALARMS_ARRIVE]);

/** What breaks a promise: as the error that fails synth says it, and as the validation report has it, which CDK does not write then. */
interface BrokenPromise {
  readonly message: string;
  readonly violation: ReportedViolation;
}

function brokenPromises(className: string, resource: s3.CfnBucket, { promises, proofs, subject = className }: Promises): BrokenPromise[] {
  const index = BucketIndex.duringValidation(resource);
  const facts = index.of(resource).bucket;
  if (!facts) {
    const message = `${className}: its AWS::S3::Bucket was removed from the tree or given another type, so nothing it promises can be checked`;
    const suggestedFix = 'Remove the code that does that';
    return [{
      message: `${message}. ${suggestedFix}`,
      violation: { ruleName: `${className}-Verifiable[Bucket]`, description: `${message}.`, suggestedFix, ruleMetadata: {}, resources: [{ resource, locations: [] }] },
    }];
  }
  const proved = proofs?.((value) => index.evaluate(value, Stack.of(resource))) ?? [];
  if (proved.includes(GRANTS_REACH_KEY)) {
    warnOfKeyElsewhere(resource, facts);
  }
  const broken = (rule: Rule, fix: string): BrokenPromise[] => inWords({ className: subject, resource, index, facts }, rule, rule.check(facts), fix);
  return [
    ...promises.flatMap((rule) => broken(rule, `remove what changes it (an override, aspect, mixin, property injector or statement, or a key, topic or log bucket that was passed in)${ADVICE.has(rule) ? `. The rule requires: ${rule.fix}` : ''}`)),
    ...proved.flatMap((rule) => broken(rule, rule.fix)),
  ];
}

/** What is promised of which resource, and where everything else is found; without facts for a policy whose bucket is elsewhere. */
interface Promised {
  readonly className: string;
  readonly resource: CfnResource;
  readonly index: BucketIndex;
  readonly facts?: BucketFacts;
}

function inWords({ className, resource, index, facts }: Promised, rule: Rule, verdict: Verdict, fix: string): BrokenPromise[] {
  return verdict.kind !== 'violations' ? [] : verdict.violations.map(({ finding, message, path, at = facts && neighbourOf(facts, path, message), request, fixes, fix: own = fix }) => {
    const place = (at && index.resourceAt(at)) ?? resource;
    const property = propertyPath(path);
    const said = `this ${className} ${withoutSymbols(message)}`;
    const suggestedFix = withoutSymbols(fixes ? fixFor('construct', fixes) : own);
    return {
      message: [
        `${rule.id}: ${said}`,
        `      at:  ${path}`,
        ...linesAbout(place, path),
        ...request ? [`      request: ${withoutSymbols(requestLine(request))}`] : [],
        `      why: ${rule.why}`,
        `      fix: ${suggestedFix}`,
      ].join('\n'),
      violation: {
        ruleName: `${rule.id}[${finding}]`,
        description: `${said.charAt(0).toUpperCase()}${said.slice(1)}. ${rule.why}`,
        suggestedFix,
        ruleMetadata: { ...ruleMetadata(rule, 'violation', finding), ...request ? { request: JSON.stringify(request) } : {} },
        resources: [...place === resource ? [] : [{ resource, locations: [] }], { resource: place, locations: property === null ? [] : [resourcePath(property)] }],
      },
    };
  });
};

/** The lines of the user's code that changed the property, and the one that created the resource, where CDK has noted them. */
function linesAbout(resource: CfnResource, path: string): string[] {
  const { created, changed } = linesOf(resource, resourcePath(propertyPath(path) ?? ''));
  return [...changed.map((line) => `      changed at: ${line}`), ...created === undefined ? [] : [`      created at: ${created}`]];
}

/** An acknowledgment of the finding silences it, as those of the checks. */
function warn(construct: Construct, className: string, resource: s3.CfnBucket, warnings: NonNullable<Promises['warnings']>): void {
  const facts = BucketIndex.duringValidation(resource).of(resource).bucket;
  for (const { rule, fix } of facts ? warnings.filter(({ isNeedless }) => !isNeedless?.()) : []) {
    const verdict = rule.check(facts!);
    for (const { finding, message } of verdict.kind === 'violations' ? verdict.violations : []) {
      const id = `${rule.id}[${finding}]`;
      const text = `${id}: this ${className} ${withoutSymbols(message)}. Fix: ${fix}`;
      if (!construct.node.metadata.some(({ data }) => typeof data === 'string' && data.startsWith(text))) {
        Annotations.of(construct).addWarningV2(id, text);
      }
    }
  }
}
