import { ownValue } from './read-json';
import { Template, TemplatePath } from './template';

/** A macro of a template, which CloudFormation runs before it deploys what comes out. */
export interface Macro {
  readonly name: string;
  readonly path: TemplatePath;
  /** It only adds what is in a file (`AWS::Include`); any other may rewrite all that is there. */
  readonly adds: boolean;
}

/**
 * The macros that may change any resource of a template: at its top, and in its `Resources`. One inside of a resource changes
 * that one only.
 *
 * Those of AWS whose work is known are none: they leave buckets and what stands beside them as they are.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-reference.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros.html
 */
export function macrosOf({ transforms = {}, resources }: Pick<Template, 'transforms' | 'resources'>): Macro[] {
  return [
    ...Object.entries(transforms).flatMap(([key, written]) => named(written, [key])),
    ...named(ownValue(resources, 'Fn::Transform'), ['Resources', 'Fn::Transform']),
  ];
}

/** Why resources that nobody sees may be there, if a macro may add some. */
export function whyMoreResources(template: Template): string | undefined {
  const [macro] = macrosOf(template);
  return macro && `macro ${macro.name} may add resources at deployment`;
}

function named(written: unknown, path: TemplatePath): Macro[] {
  if (written === undefined || written === null) {
    return [];
  }
  const all = Array.isArray(written) ? written.map((one: unknown, index) => ({ one, path: [...path, index] })) : [{ one: written, path }];
  return all.flatMap(({ one, path: place }): Macro[] => {
    const name = typeof one === 'string' ? one : ownValue(one, 'Name');
    return typeof name === 'string' && HARMLESS.test(name) ? []
      : [{ name: typeof name === 'string' ? name : 'without a name', path: place, adds: name === 'AWS::Include' }];
  });
}

const HARMLESS = /^AWS::(?:Serverless-|LanguageExtensions$|SecretsManager-|CodeDeployBlueGreen$|ServiceCatalog$)/;
