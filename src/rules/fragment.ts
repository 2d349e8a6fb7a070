/** A value of a template. */
export type FragmentValue = string | number | boolean | readonly FragmentValue[] | { readonly [key: string]: FragmentValue };

/** What a resource of a template has to say, its other properties left out. */
export interface ResourceFragment {
  readonly Type: string;
  readonly Properties?: { readonly [name: string]: FragmentValue };
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/**
 * A part of the `Resources` of a template, by logical id. `Bucket` is the bucket that a finding is on, `BucketPolicy` its
 * policy, `Key` its key and `LogBucket` where its logs go.
 */
export type Fragment = Readonly<Record<string, ResourceFragment>>;

/** The fragment with the logical ids of a template in place of its own. */
export function renamed(fragment: Fragment, names: Readonly<Record<string, string>>): Fragment {
  const nameOf = (id: string) => Object.hasOwn(names, id) ? names[id] : id;
  const inside = (value: FragmentValue): FragmentValue => {
    if (typeof value !== 'object') {
      return value;
    }
    if (Array.isArray(value)) {
      return value.map(inside);
    }
    return Object.fromEntries(Object.entries(value as Record<string, FragmentValue>).map(([key, item]) => [key, key === 'Ref' ? nameOf(item as string)
      : key === 'Fn::GetAtt' ? [nameOf((item as string[])[0]), ...(item as string[]).slice(1)]
        : key === 'Fn::Sub' ? (item as string).replace(/\$\{(\w+)(?=[.}])/g, (_, id) => `\${${nameOf(id)}`) : inside(item)]));
  };
  return Object.fromEntries(Object.entries(fragment).map(([id, resource]) => [nameOf(id), inside(resource as unknown as FragmentValue) as unknown as ResourceFragment]));
}

/** The fragment as it stands below `Resources` of a template in YAML. */
export function yamlOf(fragment: Fragment): string {
  return yamlLines(fragment as unknown as FragmentValue).join('\n');
}

/** The fragment as it stands below `Resources` of a template in JSON. */
export function jsonOf(fragment: Fragment): string {
  return JSON.stringify(fragment, null, 2);
}

function yamlLines(value: FragmentValue): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => {
      const [first, ...rest] = isBlock(item) ? yamlLines(item) : [scalarOf(item)];
      return [`- ${first}`, ...rest.map(indented)];
    });
  }
  return Object.entries(value as Record<string, FragmentValue>).flatMap(([key, item]) => isBlock(item) ? [`${quoted(key)}:`, ...yamlLines(item).map(indented)] : [`${quoted(key)}: ${scalarOf(item)}`]);
}

function isBlock(value: FragmentValue): boolean {
  return typeof value === 'object' && shortForm(value) === undefined;
}

function scalarOf(value: FragmentValue): string {
  return typeof value === 'object' ? shortForm(value)! : typeof value === 'string' ? quoted(value) : String(value);
}

/** An intrinsic function, or what is empty, on one line. */
function shortForm(value: FragmentValue): string | undefined {
  const entries = Object.entries(value as object);
  if (entries.length === 0) {
    return Array.isArray(value) ? '[]' : '{}';
  }
  const [[name, argument]] = entries;
  switch (entries.length === 1 ? name : '') {
    case 'Ref': return typeof argument === 'string' ? `!Ref ${quoted(argument)}` : undefined;
    case 'Fn::GetAtt': return Array.isArray(argument) ? `!GetAtt ${argument.join('.')}` : undefined;
    // With a list of its own variables it is written out.
    case 'Fn::Sub': return typeof argument === 'string' ? `!Sub '${argument.replace(/'/g, "''")}'` : undefined;
    default: return undefined;
  }
}

/** Plain where every reader of YAML takes it for the same text. */
function quoted(text: string): string {
  return /^[A-Za-z][\w:/.*-]*$/.test(text) && !/:$|^(y|n|yes|no|on|off|true|false|null)$/i.test(text) ? text : `'${text.replace(/'/g, "''")}'`;
}

function indented(line: string): string {
  return `  ${line}`;
}
