/**
 * Lints made-up files with the configuration of the repository, in a process of its own: jest cannot load ESLint's
 * configuration. Reads `[path, code][]` as JSON, and prints
 * for each how often it violates the rule that the argument names.
 */
import { readFileSync } from 'node:fs';
import { ESLint } from 'eslint';

const rule = process.argv[2];
// One rule is quicker than all.
const eslint = new ESLint({ ruleFilter: ({ ruleId }) => ruleId === rule });
const results = [];
for (const [filePath, code] of JSON.parse(readFileSync(0, 'utf8'))) {
	const [{ messages }] = await eslint.lintText(code, { filePath });
	results.push(messages.filter(({ ruleId }) => ruleId === rule).length);
}
process.stdout.write(JSON.stringify(results));
