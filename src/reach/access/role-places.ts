import { Surroundings } from '../../facts/bucket-facts';
import { PlaceFacts } from '../../facts/places/place-facts';
import { groupBy } from '../../template/evaluated-resource';
import { ConcreteNames } from '../concrete-names';

/** The places of templates by the roles that they run as, read when the first question is asked. */
export class RolePlaces {
  private index: { readonly byRole: ReadonlyMap<string, readonly PlaceFacts[]>; readonly open: readonly PlaceFacts[] } | undefined;

  constructor(readonly surroundings: Surroundings, private readonly names: ConcreteNames) {}

  /** The places that run as the role with this ARN. */
  of(role: string): readonly PlaceFacts[] {
    return this.indexed.byRole.get(role) ?? [];
  }

  /** The ARNs of all roles that places run as. */
  get roles(): readonly string[] {
    return [...this.indexed.byRole.keys()];
  }

  /** The places of which it is not known as which role they run. */
  get open(): readonly PlaceFacts[] {
    return this.indexed.open;
  }

  private get indexed() {
    return this.index ??= this.read();
  }

  private read() {
    const { places, identities } = this.surroundings;
    const signing = places.filter(({ servicePrincipal, originAccessIdentity }) => servicePrincipal === undefined && originAccessIdentity === undefined);
    return {
      byRole: groupBy(signing, ({ role }) => role.known && role.value !== undefined ? [this.names.plain(identities.of(role.value)?.arn ?? role.value)] : []),
      open: signing.filter(({ role }) => !role.known),
    };
  }
}
