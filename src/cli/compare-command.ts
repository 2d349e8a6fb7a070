import { Answer } from './answer';
import { readInputs } from './read-inputs';
import { UsageError } from './usage';
import { BucketFacts } from '../facts/bucket-facts';
import { TemplateFacts } from '../facts/template-facts';
import { Relation } from '../policy/questions/compare';
import { requestText } from '../policy/request-text';
import { BucketPolicyComparison, compareBuckets as compareFacts } from '../rules/compare-buckets';
import { MODEL_BUCKETS, modelBucket } from '../rules/model-buckets';

export interface CompareArguments {
  /** `FILE` or `FILE#LogicalId`. */
  readonly files: readonly string[];
  readonly model: string | undefined;
  readonly parameters: readonly string[];
}

const SENTENCES: Readonly<Record<Relation, string>> = {
  equivalent: 'equivalent: neither bucket is more permissive',
  less: 'less: the first bucket is nowhere more permissive than the second',
  more: 'more: the first bucket is more permissive than the second',
  incomparable: 'incomparable: each bucket is more permissive in some respect',
  unknown: 'unknown: it depends on what is decided at deployment',
};

/** Compares two buckets of templates, or one with a model. @throws UsageError */
export function compareBuckets({ files, model, parameters }: CompareArguments): Answer {
  const expected = model === undefined ? 2 : 1;
  if (files.length !== expected) {
    throw new UsageError(`compare accepts ${expected === 2 ? 'two buckets (FILE or FILE#LogicalId), or one and --model NAME' : 'one bucket (FILE or FILE#LogicalId) with --model NAME'}, not ${files.length}`);
  }
  const first = bucketAt(files[0], parameters);
  const second = model === undefined ? bucketAt(files[1], parameters) : modelNamed(model);
  const { relation, properties, allowed, notDenied } = compareFacts(first, second);
  const differing = properties.filter((property) => property.relation !== 'equivalent');
  return {
    json: {
      relation,
      properties: properties.map((property) => ({ ...property, reason: property.reason ?? null })),
      policy: { allowed: policyJson(allowed), notDenied: policyJson(notDenied) },
    },
    text: [
      SENTENCES[relation],
      ...differing.map(({ property, relation: of, first: one, second: other, reason }) => `  ${property}: ${of} (${one}, against ${other})${reason ? `: ${reason}` : ''}`),
      ...policyText('what the policy allows', allowed),
      ...policyText('what the policy does not deny', notDenied),
    ],
    exitCode: relation === 'equivalent' || relation === 'less' ? 0 : relation === 'unknown' ? 3 : 1,
  };
}

function policyJson({ relation, onlyFirst, onlySecond, reason }: BucketPolicyComparison): object {
  return { relation, onlyFirst: onlyFirst ?? null, onlySecond: onlySecond ?? null, reason: reason ?? null };
}

function policyText(what: string, { relation, onlyFirst, onlySecond, reason }: BucketPolicyComparison): string[] {
  return relation === 'equivalent' ? [] : [
    `  ${what}: ${relation}${reason ? `: ${reason}` : ''}`,
    ...onlyFirst ? [`  only the first lets through\n${requestText(onlyFirst)}`] : [],
    ...onlySecond ? [`  only the second lets through\n${requestText(onlySecond)}`] : [],
  ];
}

function modelNamed(name: string): BucketFacts {
  const model = modelBucket(name);
  if (!model) {
    throw new UsageError(`--model ${JSON.stringify(name)} is not a model: use ${MODEL_BUCKETS.map((one) => `${one.name} (${one.description})`).join(' or ')}`);
  }
  return model;
}

function bucketAt(given: string, parameters: readonly string[]): BucketFacts {
  const hash = given.lastIndexOf('#');
  const [file, logicalId] = hash > 0 ? [given.slice(0, hash), given.slice(hash + 1)] : [given, undefined];
  const { groups, errors } = readInputs([file], parameters);
  if (errors.length > 0) {
    throw new UsageError(`${errors[0].template}: ${errors[0].message}`);
  }
  const buckets = groups.flatMap(({ templates }) => new TemplateFacts(templates).buckets);
  const found = logicalId === undefined ? buckets : buckets.filter(({ address }) => address.logicalId === logicalId);
  if (found.length !== 1) {
    const ids = buckets.map(({ address }) => address.logicalId).join(', ');
    throw new UsageError(buckets.length === 0 ? `${file}: there is no bucket in it`
      : found.length === 0 ? `${file}: there is no bucket ${JSON.stringify(logicalId)}; it has ${ids}`
        : `${file}: it has ${found.length} buckets${logicalId === undefined ? '' : ` ${JSON.stringify(logicalId)}`}; choose one with ${file}#LogicalId: ${ids}`);
  }
  return found[0];
}
