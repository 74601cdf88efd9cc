import { isLoopback } from '../../../../../nodes/shared/http/keyOrigin';

test.each(['localhost', '127.0.0.1', '127.1.2.3', '[::1]'])('%s is this computer', (host) => {
	expect(isLoopback(host)).toBe(true);
});

test.each(['127.0.0.1.example', 'localhost.example', '128.0.0.1', '::1', '0.0.0.0', ''])('%s is not', (host) => {
	expect(isLoopback(host)).toBe(false);
});
