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

/** The rules that a construct keeps for its bucket. */
export interface Promises {
  /** The name of the construct in messages, if that is not the class name. */
  readonly subject?: string;
  /** Rules that only code outside the construct can break, because the construct sets these properties. */
  readonly promises: readonly Rule[];
  /** Rules that the properties, or other parts of the app, can break. `evaluate` returns what a value with tokens is in the template. */
  readonly proofs?: (evaluate: (value: unknown) => unknown) => readonly Rule[];
  /** Rules that cause a warning only, with their fixes. They are checked if all promises are kept. */
  readonly warnings?: readonly PromiseWarning[];
}

/** A rule that causes a warning. */
interface PromiseWarning {
  readonly rule: Rule;
  readonly fix: string;
  /** Whether the user has explicitly chosen the setting that the warning is about. Called when the app is complete. */
  readonly isNeedless?: () => boolean;
}

/** The key policy is not part of the app, so a rule cannot check it. The warning shows what to add. */
function warnOfKeyElsewhere(resource: s3.CfnBucket, facts: BucketFacts): void {
  const statements = missingFromKeyElsewhere(facts);
  if (statements.length > 0) {
    Annotations.of(resource).addWarningV2(GRANTS_REACH_KEY.id, `the policy of key ${withoutSymbols(facts.encryption.keyAccess.name)} is not part of this app. Grants on the objects of the bucket are effective only if the key policy contains ${statements.length === 1 ? 'this statement' : 'these statements'}. Add what is missing: ${withoutSymbols(JSON.stringify(statements.length === 1 ? statements[0] : statements))}`);
  }
}

/**
 * The rules that declared access works: each grant includes the KMS key, each service has its permissions, and each producer writes in a way
 * that the bucket accepts.
 */
export const ACCESS_WORKS: readonly Rule[] = [GRANTS_REACH_KEY, SERVICES_ALLOWED, PRODUCER_ENCRYPTION, DELIVERIES_POSSIBLE];

/**
 * Records in the metadata which construct created the bucket, so that rules recognize it, and makes the bucket verify itself.
 */
export function markAndKeep(construct: Construct, className: string, resource: s3.CfnBucket, promises: Promises): void {
  resource.addMetadata(CONSTRUCT_METADATA_KEY, className);
  keepPromises(construct, className, resource, promises);
}

/**
 * Makes synth fail if the final resource of a bucket, or its final policy, breaks one of these rules.
 *
 * Every override, aspect, mixin, property injector and statement added later is seen, because the verification reads
 * what will be written to the template. An acknowledgment does not suppress it, and values that are not known before
 * deployment never make it fail.
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
 * Does the same for a policy whose bucket is not created in this app. Only these rules are checked.
 *
 * @param misplaced returns a violation if the policy is in the wrong place
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

/** The rules whose general fix also applies to the buckets of this library. The other fixes name properties that these buckets do not have. */
const ADVICE: ReadonlySet<Rule> = new Set([NO_WEBSITE, KEY_ROTATION, ACCESS_LOGS_TARGET, REQUEST_ALARMS_ARRIVE]);

/** A broken promise: the error that makes synth fail, and the entry for the validation report, which CDK does not write in that case. */
interface BrokenPromise {
  readonly message: string;
  readonly violation: ReportedViolation;
}

function brokenPromises(className: string, resource: s3.CfnBucket, { promises, proofs, subject = className }: Promises): BrokenPromise[] {
  const index = BucketIndex.duringValidation(resource);
  const facts = index.of(resource).bucket;
  if (!facts) {
    const message = `${className}: the AWS::S3::Bucket resource was removed from the construct tree, or its type was changed, so its rules cannot be checked`;
    const suggestedFix = 'Remove the code that does this';
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
    ...promises.flatMap((rule) => broken(rule, `remove the override, aspect, mixin, property injector or statement that changes it, or correct the key, topic or log bucket that is passed in${ADVICE.has(rule) ? `. The rule requires: ${rule.fix}` : ''}`)),
    ...proved.flatMap((rule) => broken(rule, rule.fix)),
  ];
}

/** The resource, the index of the app, and the facts of the bucket, which are absent for a policy whose bucket is not in this app. */
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

/** The lines of the user's code that changed the property, and the line that created the resource, if CDK recorded them. */
function linesAbout(resource: CfnResource, path: string): string[] {
  const { created, changed } = linesOf(resource, resourcePath(propertyPath(path) ?? ''));
  return [...changed.map((line) => `      changed at: ${line}`), ...created === undefined ? [] : [`      created at: ${created}`]];
}

/** Adds the warnings. An acknowledgment of the finding suppresses its warning, as in the checks. */
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
