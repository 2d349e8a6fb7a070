import { nearestName } from '../policy/nearest-name';

/** What a name stands for among the ids of a report, which have their template and `/` before them where there are several templates. */
export type NamedId = { readonly kind: 'found'; readonly id: string } | { readonly kind: 'missing'; readonly problem: string };

/** Finds the id that a user means, who need not write the template where the logical id alone tells. */
export function findId(what: string, name: string, ids: readonly string[]): NamedId {
  const distinct = [...new Set(ids)];
  const found = distinct.includes(name) ? [name] : distinct.filter((id) => isId(name, id));
  if (found.length === 1) {
    return { kind: 'found', id: found[0] };
  }
  if (found.length > 1) {
    return { kind: 'missing', problem: `${what} ${name} is in several templates: write ${found.slice(0, -1).join(', ')} or ${found[found.length - 1]}` };
  }
  const meant = nearestName(name, [...distinct, ...distinct.map(ownPart)]);
  return { kind: 'missing', problem: `no template has the ${what} ${name}${meant === undefined ? '' : `; did you mean ${meant}?`}` };
}

/** Whether a name that a user wrote is this id, be it with its template or without. ARNs are compared as a whole. */
export function isId(name: string, id: string): boolean {
  return name === id || (!id.startsWith('arn:') && !name.includes('/') && name === ownPart(id));
}

function ownPart(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
