import { Template } from './template';

/** An account and a Region, as far as they are decided before deployment. */
export interface Placed {
  readonly account?: string;
  readonly region?: string;
}

/** What templates offer under a name. Names of exports and stacks are unique within an account and a Region, and not beyond. */
export class TemplatesByPlace<T> {
  private readonly offers = new Map<string, { template: Template; value: T }[]>();

  add(name: string, template: Template, value: T): void {
    this.offers.set(name, [...this.offers.get(name) ?? [], { template, value }]);
  }

  /** The one that this place would find under the name; none where there is more than one that it could be. */
  find(name: string, place: Placed): { template: Template; value: T } | undefined {
    const near = (this.offers.get(name) ?? []).filter(({ template }) => mayBeSamePlace(template, place));
    const here = near.filter(({ template }) => template.account === place.account && template.region === place.region);
    return here.length === 1 ? here[0] : near.length === 1 ? near[0] : undefined;
  }
}

/** Whether two places are the same, or could be where one of them is not decided. */
export function mayBeSamePlace(one: Placed, other: Placed): boolean {
  return mayBeEqual(one.account, other.account) && mayBeEqual(one.region, other.region);
}

export function mayBeEqual(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}
