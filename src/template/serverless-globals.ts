import { isRecord, ownValue } from './read-json';
import { TemplateResource } from './template';

const SECTIONS: Readonly<Record<string, string>> = { 'AWS::Serverless::Function': 'Function', 'AWS::Serverless::StateMachine': 'StateMachine' };

/**
 * The resources with what SAM puts into them from the `Globals` of the template: objects are joined, lists are put behind the
 * global ones, and what else a resource says itself wins.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
 */
export function withGlobals(resources: Readonly<Record<string, TemplateResource>>, globals: unknown): Readonly<Record<string, TemplateResource>> {
  return !isRecord(globals) ? resources : Object.fromEntries(Object.entries(resources).map(([logicalId, resource]) => {
    const type = ownValue(resource, 'Type');
    const inherited = typeof type === 'string' && Object.hasOwn(SECTIONS, type) ? ownValue(globals, SECTIONS[type]) : undefined;
    const ignored = ownValue(resource, 'IgnoreGlobals');
    const names = isRecord(inherited) ? Object.keys(inherited).filter((name) => ignored !== '*' && !(Array.isArray(ignored) && ignored.includes(name))) : [];
    return [logicalId, names.length === 0 ? resource
      : { ...resource, Properties: joined(Object.fromEntries(names.map((name) => [name, ownValue(inherited, name)])), ownValue(resource, 'Properties') ?? {}) }];
  }));
}

function joined(global: unknown, own: unknown): unknown {
  return own === undefined ? global
    : Array.isArray(global) && Array.isArray(own) ? [...global, ...own]
      : isPlain(global) && isPlain(own)
        ? Object.fromEntries([...new Set([...Object.keys(global), ...Object.keys(own)])].map((name) => [name, joined(ownValue(global, name), ownValue(own, name))]))
        : own;
}

/** An object that is no intrinsic function. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && !Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'));
}
