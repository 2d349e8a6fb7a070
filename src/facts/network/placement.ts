import { ResourceReader } from './resource-reader';
import { Known, unknown } from '../../template/known';

/** What resources add to others that they name: routes to a route table, rules to a group. */
export class Placement<T> {
  private readonly byParent = new Map<string, T[]>();
  private readonly anywhere = new Map<string, T[]>();

  /**
   * Where a condition decides which resource is named, it may be each of these. What names none that could be read may be meant
   * for any of its template; a parameter names none that the same deployment creates.
   */
  constructor(readers: readonly ResourceReader[], property: string, read: (reader: ResourceReader, deployed: Known<boolean>) => T) {
    for (const reader of readers) {
      const parent = reader.neededReference(property);
      if (parent.known) {
        add(this.byParent, parent.value, read(reader, reader.deployed));
        continue;
      }
      const possible = reader.possibleReferences(property);
      const item = read(reader, unknown(parent.reason));
      for (const id of possible) {
        add(this.byParent, id, item);
      }
      if (possible.length === 0 && !reader.isGivenFromOutside(property)) {
        add(this.anywhere, reader.address.template, item);
      }
    }
  }

  of({ id, address }: ResourceReader): readonly T[] {
    return this.named(id, address.template);
  }

  named(id: string, template: string): readonly T[] {
    const [own, others] = [this.byParent.get(id), this.anywhere.get(template)];
    return own && others ? [...own, ...others] : own ?? others ?? [];
  }
}

function add<T>(map: Map<string, T[]>, key: string, item: T): void {
  const items = map.get(key);
  if (items) {
    items.push(item);
  } else {
    map.set(key, [item]);
  }
}
