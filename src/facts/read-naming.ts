import { BucketFacts } from './bucket-facts';
import { endsWithHash, hasAccountRegionalSuffix } from './bucket-name-shape';
import { UnknownValue } from '../policy/unknown-value';
import { alternativesAt } from '../template/alternatives';
import { ACCOUNT_REGIONAL } from '../template/bucket-names';
import { TemplateEvaluator } from '../template/evaluate-template';
import { EvaluatedResource } from '../template/evaluated-resource';
import { known, Known, readKnown, someHolds, unknown } from '../template/known';
import { dig, textOf } from '../template/read-json';

/** How a bucket comes to its name, and whether another account could have the same. */
export function readNaming({ resource, template, properties }: EvaluatedResource, evaluator: TemplateEvaluator): Pick<BucketFacts, 'hasPredictableName' | 'isAccountRegional'> {
  const name = dig(properties, 'BucketName');
  return {
    hasPredictableName: properties instanceof UnknownValue ? unknown(properties.reason)
      : isPredictable(alternativesAt(resource.Properties, ['BucketName'], template, evaluator)),
    isAccountRegional: someHolds([
      known(hasAccountRegionalSuffix(textOf(name))),
      readKnown(dig(properties, 'BucketNamespace'), (namespace) => namespace === ACCOUNT_REGIONAL),
    ]),
  };
}

/** A parameter is some name, and a condition may also leave it out. */
function isPredictable(names: readonly unknown[]): Known<boolean> {
  const predictable = names.filter((name) => name !== undefined && !endsWithHash(textOf(name))).length;
  return predictable > 0 && predictable < names.length ? unknown('a condition decides whether the bucket has a fixed name') : known(predictable > 0);
}
