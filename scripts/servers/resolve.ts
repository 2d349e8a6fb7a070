import { ACCOUNT, REGION } from './places';

/** What is there of a resource that was deployed: what `Ref` and `Fn::GetAtt` give. */
export interface Deployed {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Region': REGION,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': 'local',
};

/** A value of a template with its references resolved. @throws Error for an intrinsic function that it does not know */
export function resolve(value: unknown, deployed: ReadonlyMap<string, Deployed>): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => resolve(item, deployed)).filter((item) => item !== undefined);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [];
  if (entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) {
    return intrinsic(name, argument, deployed);
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, resolve(item, deployed)]).filter(([, item]) => item !== undefined));
}

/** The logical ids that a value refers to. */
export function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, item]): string[] => {
    switch (key) {
      case 'Ref': return [item as string];
      case 'Fn::GetAtt': return [Array.isArray(item) ? item[0] as string : String(item).split('.')[0]];
      case 'Fn::Sub': return [...String(Array.isArray(item) ? item[0] : item).matchAll(/\$\{([^!}.]+)[^}]*\}/g)].map(([, id]) => id).concat(references(item));
      default: return references(item);
    }
  });
}

function intrinsic(name: string, argument: unknown, deployed: ReadonlyMap<string, Deployed>): unknown {
  switch (name) {
    case 'Ref':
      return argument === 'AWS::NoValue' ? undefined : PSEUDO[argument as string] ?? find(argument as string, deployed).ref;
    case 'Fn::GetAtt': {
      const [id, ...path] = Array.isArray(argument) ? argument as string[] : String(argument).split('.');
      const attribute = find(id, deployed).attributes[path.join('.')];
      if (attribute === undefined) {
        throw new Error(`the deployer of '${id}' gives no attribute '${path.join('.')}'`);
      }
      return attribute;
    }
    case 'Fn::Join': {
      const [separator, parts] = resolve(argument, deployed) as [string, string[]];
      return parts.join(separator);
    }
    case 'Fn::Select': {
      const [index, list] = resolve(argument, deployed) as [number, string[]];
      return list[Number(index)];
    }
    case 'Fn::Split': {
      const [separator, text] = resolve(argument, deployed) as [string, string];
      return text.split(separator);
    }
    case 'Fn::Sub': {
      const [text, given] = Array.isArray(argument) ? argument as [string, Record<string, unknown>] : [String(argument), {}];
      return text.replace(/\$\{([^!}]+)\}/g, (_all, id: string) => String(id in given ? resolve(given[id], deployed)
        : intrinsic(id.includes('.') ? 'Fn::GetAtt' : 'Ref', id, deployed)));
    }
    default:
      throw new Error(`no deployer resolves ${name}`);
  }
}

function find(id: string, deployed: ReadonlyMap<string, Deployed>): Deployed {
  const found = deployed.get(id);
  if (found === undefined) {
    throw new Error(`'${id}' is not deployed`);
  }
  return found;
}
