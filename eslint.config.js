import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

// `any`, non-null assertions and unused names are errors in "strict". What needs types on top is chosen by hand: each
// rule below finds real bugs, and the whole preset takes minutes.
const typedRules = {
	'@typescript-eslint/await-thenable': 'error',
	'@typescript-eslint/no-floating-promises': 'error',
	'@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false, attributes: false } }],
	'@typescript-eslint/only-throw-error': 'error',
	'@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }]
};

// ECMAScript leaves the last bit of all others to the engine.
const exactInMath = ['abs', 'ceil', 'clz32', 'floor', 'fround', 'imul', 'max', 'min', 'random', 'round', 'sign', 'sqrt', 'trunc'];

export default ts.config(
	{ ignores: ['node_modules/', '.svelte-kit/', 'build/', 'static/', 'test-results/', 'playwright-report/', '**/assembly/'] },
	js.configs.recommended,
	ts.configs.strict,
	svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		rules: {
			// TypeScript knows every name, of other globals too.
			'no-undef': 'off',
			// `== null` asks for both kinds of nothing at once.
			eqeqeq: ['error', 'always', { null: 'ignore' }],
			// Telling text from binary files is part of the job.
			'no-control-regex': 'off',
			'no-implicit-coercion': ['error', { boolean: false }],
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-non-null-assertion': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
		rules: {
			// Every address is the site's root plus a path: there is no base to resolve against.
			'svelte/no-navigation-without-resolve': 'off',
			// Takes every local URL and Map for state; ours is $state.raw with new values.
			'svelte/prefer-svelte-reactivity': 'off'
		}
	},
	{
		// What is trained or computed must not depend on the engine: core/number/ has these functions for all of them.
		files: ['src/lib/core/**/*.ts', 'src/lib/training/**/*.ts'],
		ignores: ['**/*.test.ts'],
		rules: {
			'no-restricted-properties': [
				'error',
				...Object.getOwnPropertyNames(Math)
					.filter((name) => typeof Math[name] === 'function' && !exactInMath.includes(name))
					.map((property) => ({ object: 'Math', property, message: 'Its last bit depends on the engine: see core/number/.' }))
			]
		}
	},
	{
		files: ['**/*.ts'],
		ignores: ['**/*.test.ts', '**/*.svelte.ts', 'tests/**'],
		languageOptions: {
			parserOptions: {
				project: ['./tsconfig.json', './scripts/tsconfig.json', './e2e/tsconfig.json', './tsconfig.service-worker.json'],
				tsconfigRootDir: import.meta.dirname
			}
		},
		rules: typedRules
	}
);
