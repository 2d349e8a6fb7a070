import { Source } from './source';
import { CheckReport } from '../rules/finding';

/** The report with the places of its findings in the texts of the templates, by their ids. */
export function locateFindings(report: CheckReport, sources: ReadonlyMap<string, Source>): CheckReport {
  // Findings come template by template, so that few texts are parsed at the same time.
  const parsed = new Set<Source>();
  const source = (template: string) => {
    const found = sources.get(template);
    if (found && !parsed.has(found)) {
      if (parsed.size >= MOST_PARSED) {
        parsed.forEach((one) => one.forget());
        parsed.clear();
      }
      parsed.add(found);
    }
    return found;
  };
  const findings = report.findings.map((finding) => {
    const { resource, property } = finding.written ?? {};
    const [ofResource, ofProperty] = [resource && source(resource.template)?.region(resource.path), property && source(property.template)?.region(property.path)];
    return ofResource && ofProperty ? { ...finding, location: { resource: ofResource, property: ofProperty } } : finding;
  });
  const notes = report.notes?.map((note) => {
    const location = note.path && source(note.template)?.region(note.path);
    return location ? { ...note, location } : note;
  });
  parsed.forEach((one) => one.forget());
  return { ...report, findings, ...notes ? { notes } : {} };
}

const MOST_PARSED = 8;
