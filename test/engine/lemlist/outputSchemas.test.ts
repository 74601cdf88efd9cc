import { expectUpToDate } from '../../../scripts/generate/files';
import { outputSchemas, SCHEMA_FOLDER } from '../../../scripts/generate/outputSchemas';

test('The previews of outputs show what the operations give of the answers of the simulator', async () => {
	expectUpToDate(await outputSchemas(), SCHEMA_FOLDER);
});
