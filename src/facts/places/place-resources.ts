import { UnknownValue } from '../../policy/unknown-value';
import { TemplateEvaluator } from '../../template/evaluate-template';
import { EvaluatedResource, groupBy, isDeployedWith } from '../../template/evaluated-resource';
import { Known, known, unknown } from '../../template/known';
import { dig, listOf, textOf } from '../../template/read-json';
import { namesIn, symbol, withoutSymbols } from '../../template/symbol';

/** The resources that places refer to, looked up by what refers to them. Each type is read when it is asked for first. */
export class PlaceResources {
  private readonly byType = new Map<string, { readonly byAddress: ReadonlyMap<string, EvaluatedResource>; readonly byName: ReadonlyMap<string, readonly EvaluatedResource[]> }>();
  private readonly referrers = new Map<string, { readonly byTarget: ReadonlyMap<string, readonly EvaluatedResource[]>; readonly perhaps: string | undefined }>();

  constructor(readonly ofType: (type: string) => readonly EvaluatedResource[], readonly evaluator: TemplateEvaluator) {}

  /**
   * The resource of this type that a value refers to: by a reference, by a text with one inside, or by a name.
   *
   * @param names the properties that are its name
   */
  find(value: unknown, type: string, names: readonly string[], place: EvaluatedResource): Known<EvaluatedResource> {
    if (value instanceof UnknownValue) {
      return unknown(value.reason);
    }
    const text = textOf(value);
    if (text === '') {
      return unknown(`${place.address.logicalId} names no ${shortType(type)}`);
    }
    const { byAddress, byName } = this.indexOf(type, names);
    const referred = namesIn(text).map(({ template, name }) => byAddress.get(symbol(template, name.split('.')[0]))).find((one) => one !== undefined);
    const named = byName.get(text) ?? [];
    // Names are unique in an account only.
    const found = referred ?? named.find(({ template }) => template.account === place.template.account) ?? named[0];
    const deployed = found ? isDeployedWith(found, place) : unknown(`${shortType(type)} ${withoutSymbols(text)} is not in these templates`);
    return deployed.known ? known(found) : deployed;
  }

  /** The ARN of the role that a value names, by ARN or name. */
  role(value: unknown, place: EvaluatedResource): Known<string | undefined> {
    if (value instanceof UnknownValue || value === undefined) {
      return value === undefined ? known(undefined) : unknown(value.reason);
    }
    const text = textOf(value);
    if (text === '') {
      return unknown(`the role of ${place.address.logicalId} is not text`);
    }
    if (/^arn:|^⟦[^⟧]*\.Arn⟧$/.test(text)) {
      return known(text);
    }
    const found = this.find(text, 'AWS::IAM::Role', ['RoleName'], place);
    return found.known ? this.arnOf(found.value) : found;
  }

  /** The ARN of the role in an instance profile, which a value names. */
  roleOfProfile(value: unknown, place: EvaluatedResource): Known<string | undefined> {
    if (value === undefined) {
      return known(undefined);
    }
    const name = typeof value === 'string' ? value.replace(/^arn:.*:instance-profile\/(?:.*\/)?/, '') : value;
    const profile = this.find(name, 'AWS::IAM::InstanceProfile', ['InstanceProfileName'], place);
    if (!profile.known) {
      return profile;
    }
    const roles = dig(profile.value.properties, 'Roles');
    const [role] = listOf(roles);
    return role === undefined ? unknown(`instance profile ${profile.value.address.logicalId} names no role`) : this.role(role, profile.value);
  }

  /** The resources of a type that name this one in a property, and why others may. */
  referring(type: string, property: string, { address }: EvaluatedResource): { readonly sure: readonly EvaluatedResource[]; readonly perhaps: string | undefined } {
    const key = `${type} ${property}`;
    const found = this.referrers.get(key) ?? this.indexReferrers(type, property);
    this.referrers.set(key, found);
    return { sure: found.byTarget.get(symbol(address.template, address.logicalId)) ?? [], perhaps: found.perhaps };
  }

  /** What `Ref` of a resource is evaluated to. */
  reference({ address, template }: EvaluatedResource): string {
    return textOf(this.evaluator.evaluate({ Ref: address.logicalId }, template));
  }

  private arnOf({ address, template }: EvaluatedResource): Known<string> {
    return known(textOf(this.evaluator.evaluate({ 'Fn::GetAtt': [address.logicalId, 'Arn'] }, template)));
  }

  private indexReferrers(type: string, property: string) {
    const targets = this.ofType(type).map((resource) => ({ resource, target: dig(resource.properties, property) }));
    const open = targets.map(({ target }) => target).find((target) => target instanceof UnknownValue);
    return {
      byTarget: new Map([...groupBy(targets, ({ target }) => namesIn(textOf(target)).map(({ template, name }) => symbol(template, name.split('.')[0])))]
        .map(([target, found]) => [target, found.map(({ resource }) => resource)])),
      perhaps: open instanceof UnknownValue ? open.reason : undefined,
    };
  }

  private indexOf(type: string, names: readonly string[]) {
    const key = [type, ...names].join();
    const found = this.byType.get(key) ?? {
      byAddress: new Map(this.ofType(type).map((resource) => [symbol(resource.address.template, resource.address.logicalId), resource])),
      byName: groupBy(this.ofType(type), (resource) => [this.reference(resource), ...names.map((name) => textOf(dig(resource.properties, ...name.split('.')))).filter((name) => name !== '')]),
    };
    this.byType.set(key, found);
    return found;
  }
}

function shortType(type: string): string {
  return type.replace(/.*::/, '').replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
