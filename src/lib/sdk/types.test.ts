import { describe, expectTypeOf, it } from 'vitest';
import type { BackendName } from '../core/backend';
import type { EmbedTheme } from '../core/embed/query';
import type { EventName, EventOf, MethodName, ParamsOf, ResultOf } from '../core/embed/wire';
import type * as wire from '../core/embed/wire';
import type * as sdk from './types';

// Judged by the type checker: `npm run check` fails where these do not hold.
describe('the public types', () => {
	it('are those of the wire', () => {
		expectTypeOf<sdk.Transaction>().toEqualTypeOf<wire.Transaction>();
		expectTypeOf<sdk.Info>().toEqualTypeOf<wire.Info>();
		expectTypeOf<sdk.SingleResult>().toEqualTypeOf<wire.SingleResult>();
		expectTypeOf<sdk.Theme>().toEqualTypeOf<EmbedTheme>();
		expectTypeOf<sdk.Backend>().toEqualTypeOf<BackendName>();
		expectTypeOf<sdk.Thresholds>().toEqualTypeOf<ParamsOf<'setPolicy'>>();
	});

	// Written without the arrays' buffer, which TypeScript before 5.7 does not know.
	it('have the arrays of the wire', () => {
		type Tag<T> = T extends { readonly [Symbol.toStringTag]: infer Name } ? Name : T;
		expectTypeOf<Tag<sdk.Columns[string]>>().toEqualTypeOf<Tag<wire.Columns[string]>>();
		expectTypeOf<wire.Columns>().toExtend<sdk.Columns>();
		type Arrays = 'scores' | 'decisions';
		expectTypeOf<Omit<sdk.BatchResult, Arrays>>().toEqualTypeOf<Omit<wire.BatchResult, Arrays>>();
		expectTypeOf<Tag<sdk.BatchResult[Arrays]>>().toEqualTypeOf<Tag<wire.BatchResult[Arrays]>>();
		expectTypeOf<wire.BatchResult>().toExtend<sdk.BatchResult>();
	});

	it('name the events of the wire, each with its detail', () => {
		type Details = { [E in keyof sdk.ShrikeEventMap]: sdk.ShrikeEventMap[E]['detail'] };
		expectTypeOf<Details>().toEqualTypeOf<{ [E in EventName]: EventOf<E> }>();
	});

	it('have a call for every method that is not the connection’s own', () => {
		expectTypeOf<keyof sdk.ShrikeCalls>().toEqualTypeOf<Exclude<MethodName, 'ping'>>();
		type Answer<M extends 'scoreFile' | 'cancel' | 'setPolicy' | 'setTheme' | 'info'> = Awaited<ReturnType<sdk.ShrikeFrame[M]>>;
		expectTypeOf<Answer<'scoreFile'>>().toEqualTypeOf<sdk.BatchResult>();
		expectTypeOf<Answer<'cancel'>>().toEqualTypeOf<ResultOf<'cancel'>>();
		expectTypeOf<Answer<'setPolicy'>>().toEqualTypeOf<ResultOf<'setPolicy'>>();
		expectTypeOf<Answer<'setTheme'>>().toEqualTypeOf<ResultOf<'setTheme'>>();
		expectTypeOf<Answer<'info'>>().toEqualTypeOf<ResultOf<'info'>>();
	});
});

it('tells what score answers by what it is given', () => {
	const calls = (frame: sdk.ShrikeFrame, either: sdk.Rows) => ({
		one: frame.score({ Amount: 12.5, merchant: 'm', online: true, note: null }),
		list: frame.score([{ Amount: 12.5 }]),
		columns: frame.score({ columns: { Amount: new Float64Array(2), merchant: ['a', 'b'] } }),
		either: frame.score(either)
	});
	expectTypeOf(calls).returns.toEqualTypeOf<{
		one: Promise<sdk.SingleResult>;
		list: Promise<sdk.BatchResult>;
		columns: Promise<sdk.BatchResult>;
		either: Promise<sdk.SingleResult | sdk.BatchResult>;
	}>();
});

it('types the events of a frame and of the element', () => {
	const listen = (frame: sdk.ShrikeFrame, element: sdk.ShrikeScorerElement): void => {
		frame.addEventListener('scored', (event) => expectTypeOf(event.detail).toEqualTypeOf<sdk.ScoredDetail>());
		frame.addEventListener('error', (event) => expectTypeOf(event.detail.code).toEqualTypeOf<string>());
		element.addEventListener('progress', (event) => expectTypeOf(event.detail).toEqualTypeOf<sdk.ProgressDetail>());
		element.addEventListener('error', (event) => expectTypeOf(event.detail).toEqualTypeOf<sdk.ErrorDetail>());
		element.addEventListener('click', (event) => expectTypeOf(event).toEqualTypeOf<PointerEvent>());
	};
	expectTypeOf(listen).returns.toBeVoid();
	expectTypeOf<HTMLElementTagNameMap['shrike-scorer']>().toEqualTypeOf<sdk.ShrikeScorerElement>();
});
