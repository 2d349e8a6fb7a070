import * as jsYaml from 'js-yaml';
import { TemplateJson } from './changed-templates';

/** What writes YAML, of which the library declares nothing. */
interface Writer {
  readonly DEFAULT_SCHEMA: { extend(types: readonly object[]): object };
  readonly Type: new (tag: string, options: { readonly kind: string; readonly predicate: (value: unknown) => boolean; readonly represent: (value: any) => unknown }) => object;
  dump(value: unknown, options: object): string;
}

const yaml = jsYaml as unknown as Writer;

/** How a template is written. */
export const STYLES = ['json', 'json in one line', 'json with tabs', 'yaml', 'yaml with short forms', 'yaml with comments', 'yaml in flow style', 'yaml with quotes', 'yaml indented by four', 'yaml with CRLF'] as const;
export type Style = typeof STYLES[number];

export function endingOf(style: Style): string {
  return style.startsWith('json') ? 'json' : 'yaml';
}

export function written(template: TemplateJson, style: Style): string {
  switch (style) {
    case 'json': return `${JSON.stringify(template, null, 2)}\n`;
    case 'json in one line': return JSON.stringify(template);
    case 'json with tabs': return `${JSON.stringify(template, null, '\t')}\n`;
    case 'yaml': return yaml.dump(template, { noRefs: true, lineWidth: -1 });
    case 'yaml with short forms': return yaml.dump(template, { noRefs: true, lineWidth: -1, schema: SHORT_FORMS });
    case 'yaml with comments': return commented(yaml.dump(template, { noRefs: true, lineWidth: -1, noArrayIndent: true }));
    case 'yaml in flow style': return yaml.dump(template, { noRefs: true, lineWidth: -1, flowLevel: 3 });
    case 'yaml with quotes': return yaml.dump(template, { noRefs: true, lineWidth: -1, quotingType: '"', forceQuotes: true });
    case 'yaml indented by four': return yaml.dump(template, { noRefs: true, lineWidth: -1, indent: 4 });
    case 'yaml with CRLF': return yaml.dump(template, { noRefs: true, lineWidth: -1 }).replace(/\n/g, '\r\n');
  }
}

/** Comments before resources and behind types, where no text goes over several lines. */
function commented(text: string): string {
  return text.replace(/^ {2}(\w+):$/gm, '\n  # about $1\n  $1:').replace(/^( {4}Type: \S+)$/gm, '$1 # as ever');
}

const hasKey = (name: string) => (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 1 && name in value;

const SHORT_FORMS = yaml.DEFAULT_SCHEMA.extend([
  new yaml.Type('!Ref', { kind: 'scalar', predicate: hasKey('Ref'), represent: (value: any) => value.Ref }),
  new yaml.Type('!Sub', { kind: 'scalar', predicate: (value) => hasKey('Fn::Sub')(value) && typeof (value as any)['Fn::Sub'] === 'string', represent: (value: any) => value['Fn::Sub'] }),
  new yaml.Type('!GetAtt', { kind: 'scalar', predicate: (value) => hasKey('Fn::GetAtt')(value) && Array.isArray((value as any)['Fn::GetAtt']), represent: (value: any) => value['Fn::GetAtt'].join('.') }),
  new yaml.Type('!If', { kind: 'sequence', predicate: hasKey('Fn::If'), represent: (value: any) => value['Fn::If'] }),
  new yaml.Type('!Join', { kind: 'sequence', predicate: hasKey('Fn::Join'), represent: (value: any) => value['Fn::Join'] }),
  new yaml.Type('!Equals', { kind: 'sequence', predicate: hasKey('Fn::Equals'), represent: (value: any) => value['Fn::Equals'] }),
  new yaml.Type('!Not', { kind: 'sequence', predicate: hasKey('Fn::Not'), represent: (value: any) => value['Fn::Not'] }),
]);
