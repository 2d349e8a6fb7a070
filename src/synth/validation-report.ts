import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, CfnResource, PolicyViolatingResource, Stage } from 'aws-cdk-lib';
import { Manifest } from 'aws-cdk-lib/cloud-assembly-schema';
import { VALIDATION_REPORT_FILE } from 'aws-cdk-lib/cx-api';
import { IConstruct } from 'constructs';
import { linesOf } from './construct-lines';

/** The name under which this library's constructs report what breaks them. */
export const REPORTER = 'HardenedBucket';

/** What breaks a construct, as the validation report has it. */
export interface ReportedViolation {
  readonly ruleName: string;
  readonly description: string;
  readonly suggestedFix: string;
  readonly ruleMetadata: Readonly<Record<string, string>>;
  /** The resources that it is about, each with the place of the property. */
  readonly resources: readonly { readonly resource: CfnResource; readonly locations: readonly string[] }[];
}

const reported = new WeakMap<App, object[]>();

/**
 * Begins the report of an assembly anew, and removes the one that an earlier synth left behind.
 *
 * CDK writes the report after it has validated the tree, and does not come to that where the tree is broken.
 */
export function beginReport(assembly: IConstruct): void {
  const app = appOf(assembly);
  if (app && app === assembly) {
    reported.delete(app);
    const file = path.join(app.outdir, VALIDATION_REPORT_FILE);
    if (fs.existsSync(file) && isOurs(fs.readFileSync(file, 'utf8'))) {
      fs.rmSync(file);
    }
  }
}

/** Adds what breaks a construct to the report of its app, from which editors take it. Does nothing outside of an app. */
export function report(construct: IConstruct, violations: readonly ReportedViolation[]): void {
  const app = appOf(construct);
  if (!app || violations.length === 0) {
    return;
  }
  const all = [...reported.get(app) ?? [], ...violations.map(violationJson)];
  reported.set(app, all);
  fs.writeFileSync(path.join(app.outdir, VALIDATION_REPORT_FILE), JSON.stringify({
    version: Manifest.version(),
    title: 'Validation Report',
    pluginReports: [{ pluginName: REPORTER, conclusion: 'failure', violations: all }],
  }, undefined, 2));
}

/** A resource and places in it, as the validation of CDK names them. */
export function placedIn(resource: CfnResource, locations: readonly string[]): PolicyViolatingResource {
  const { stack } = resource;
  const folder = Stage.of(resource)?.outdir;
  return {
    constructPath: resource.node.path,
    resourceLogicalId: stack.resolve(resource.logicalId),
    templatePath: folder === undefined ? stack.templateFile : `${folder}/${stack.templateFile}`,
    locations: [...locations],
  };
}

function violationJson({ resources, ...violation }: ReportedViolation): object {
  return {
    ...violation,
    severity: 'error',
    violatingConstructs: resources.map(({ resource, locations }) => {
      const { constructPath, resourceLogicalId, templatePath } = placedIn(resource, locations);
      const { created, changed } = linesOf(resource, locations[0] ?? '');
      return {
        constructPath,
        cloudFormationResource: {
          templatePath: path.relative(appOf(resource)!.outdir, templatePath!),
          logicalId: resourceLogicalId,
          ...locations.length > 0 ? { propertyPaths: locations } : {},
        },
        stackTraces: [...created === undefined ? [] : [created], ...changed],
      };
    }),
  };
}

function appOf(construct: IConstruct): App | undefined {
  const { root } = construct.node;
  return App.isApp(root) ? root : undefined;
}

/** CDK's own report has other reporters, too, or none. */
function isOurs(text: string): boolean {
  return text.includes(`"pluginName": "${REPORTER}"`);
}
