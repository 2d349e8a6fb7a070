import { macrosOf } from './macros';
import { dig, ownValue } from './read-json';
import { Template, TemplatePath } from './template';

/** Something of a template that could not be judged as it will be deployed. */
export interface TemplateNote {
  /** `unread`: it was not judged at all; `undecided`: as far as the template says. */
  readonly kind: 'unread' | 'undecided';
  readonly template: string;
  readonly message: string;
  /** Where it stands in the template. */
  readonly path: TemplatePath;
}

/** Says of templates that are deployed together, their loops expanded, what in them nobody could judge, or only in part. */
export function notesOn(templates: readonly Template[]): TemplateNote[] {
  const nested = new Set(templates.flatMap(({ parent }) => parent ? [`${parent.template}#${parent.logicalId}`] : []));
  return templates.flatMap((template) => [
    ...macroNotes(template),
    ...loopNotes(template),
    ...Object.entries(template.resources).flatMap(([logicalId, resource]) => {
      const why = nested.has(`${template.id}#${logicalId}`) ? undefined : whyUnread(logicalId, resource, template);
      return why === undefined ? [] : [{ kind: 'unread' as const, template: template.id, message: why, path: ['Resources', logicalId] }];
    }),
    ...Object.entries(template.resources).flatMap(([logicalId, resource]) => ownValue(resource, 'Fn::Transform') === undefined ? [] : [rewritten(logicalId, resource, template)]),
  ]);
}

function rewritten(logicalId: string, resource: unknown, { id }: Template): TemplateNote {
  const isThere = ownValue(resource, 'Type') !== undefined;
  return {
    kind: isThere ? 'undecided' : 'unread',
    template: id,
    message: isThere ? `a macro rewrites ${logicalId} at deployment` : `a macro says at deployment what ${logicalId} is`,
    path: ['Resources', logicalId, 'Fn::Transform'],
  };
}

function macroNotes(template: Template): TemplateNote[] {
  return macrosOf(template).map(({ name, path, adds }) => ({
    kind: adds ? 'unread' : 'undecided',
    template: template.id,
    message: adds ? `what ${name} adds at deployment is not in the template` : `macro ${name} may rewrite every resource at deployment, so that no violation is certain`,
    path,
  }));
}

function loopNotes({ id, loopFates = [] }: Template): TemplateNote[] {
  return loopFates.filter(({ path }) => path[0] === 'Resources').map(({ path, judgedOnce }) => ({
    kind: judgedOnce ? 'undecided' : 'unread',
    template: id,
    message: judgedOnce ? `the list of ${path.at(-1)} is not known before deployment; what it makes is judged once, for any item`
      : `${path.at(-1)} is not a loop that CloudFormation accepts, or makes too many resources. It is left out`,
    path,
  }));
}

/** The resources that bring others, which stand in a template elsewhere: where that is named. */
const BRINGING: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'AWS::CloudFormation::Stack': [['TemplateURL']],
  'AWS::Serverless::Application': [['Location'], ['Location', 'ApplicationId']],
  'AWS::ServiceCatalog::CloudFormationProduct': [['ProvisioningArtifactParameters', '0', 'Info', 'LoadTemplateFromURL']],
  'AWS::ServiceCatalog::CloudFormationProvisionedProduct': [['ProductName'], ['ProductId']],
};

function whyUnread(logicalId: string, resource: unknown, template: Template): string | undefined {
  const type = ownValue(resource, 'Type');
  if (typeof type !== 'string') {
    return undefined;
  }
  if (type.endsWith('::MODULE')) {
    return `the resources of module ${type}, which ${logicalId} stands for, are not in the template`;
  }
  if (!Object.hasOwn(BRINGING, type) || (type === 'AWS::CloudFormation::Stack' && template.leavesOutResources)) {
    return undefined;
  }
  const texts = BRINGING[type].map((path) => path.reduce<unknown>((value, step) => Array.isArray(value) ? value[Number(step)] as unknown : dig(value, step), dig(resource, 'Properties')));
  const from = texts.filter((text) => typeof text === 'string').pop();
  return `the template of ${logicalId} (${type}) is not among those that were read${from === undefined ? '' : `: ${JSON.stringify(from)}`}`;
}
