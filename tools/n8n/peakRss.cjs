// Preloaded into an n8n process by the driver (`node -r`): leaves the process's peak resident memory,
// in bytes, in `<PEAK_RSS_FILE>.<pid>` (child processes may inherit the preload). Linux keeps it as VmHWM; the portable figure of
// resourceUsage() would there count the process that forked this one as well.
const { readFileSync, writeFileSync } = require('node:fs');

const KIBIBYTE = 1024;

function peakRssBytes() {
	if (process.platform !== 'linux') return process.resourceUsage().maxRSS * KIBIBYTE;
	const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
	return Number(kibibytes) * KIBIBYTE;
}

process.on('exit', () => {
	writeFileSync(`${process.env.PEAK_RSS_FILE}.${process.pid}`, String(peakRssBytes()));
});
