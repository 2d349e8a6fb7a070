import { ResourceAddress, Template } from '../template/template';

/** How people name the resources of several templates: by logical id, with the stack before it where another template has the same. */
export class PlaceNames {
  private readonly owners = new Map<string, string[]>();
  private readonly stacks: ReadonlyMap<string, string>;

  constructor(templates: readonly Template[]) {
    for (const { id, resources } of templates) {
      for (const logicalId of Object.keys(resources)) {
        this.owners.set(logicalId, [...this.owners.get(logicalId) ?? [], id]);
      }
    }
    const named = templates.map(({ id, stackName }) => [id, stackName ?? id] as const);
    const isUnique = (name: string) => named.filter(([, other]) => other === name).length === 1;
    this.stacks = new Map(named.map(([id, name]) => [id, isUnique(name) ? name : id]));
  }

  of({ template, logicalId }: ResourceAddress): string {
    // What is no resource of its own, such as a parameter or a role that SAM makes, may be in several templates.
    const owners = this.owners.get(logicalId)?.length ?? (this.stacks.has(template) ? this.stacks.size : 1);
    return owners > 1 ? this.longNameOf({ template, logicalId }) : logicalId;
  }

  /** The resources that a name may mean: with a stack before it, or without. */
  meantBy(name: string): readonly ResourceAddress[] {
    const stack = [...this.stacks].find(([id, stackName]) => name.startsWith(`${stackName}/`) || name.startsWith(`${id}/`));
    const short = this.owners.get(name)?.map((template) => ({ template, logicalId: name })) ?? [];
    if (short.length > 0 || !stack) {
      return short;
    }
    const [template, stackName] = stack;
    const logicalId = name.slice((name.startsWith(`${stackName}/`) ? stackName : template).length + 1);
    return this.owners.get(logicalId)?.includes(template) ? [{ template, logicalId }] : [];
  }

  private longNameOf({ template, logicalId }: ResourceAddress): string {
    return `${this.stacks.get(template) ?? template}/${logicalId}`;
  }
}
