import { GLOBALS } from './scripts/jest-transform.mjs';

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/tests'],
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  // Imports name the .js file that TypeScript stands for.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '\\.ts$': [
      '<rootDir>/scripts/jest-transform.mjs',
      {
        swcrc: false,
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: true,
            useDefineForClassFields: false,
            verbatimModuleSyntax: true,
          },
          keepClassNames: true,
        },
      },
    ],
  },
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  sandboxInjectedGlobals: GLOBALS,
  maxWorkers: 2,
  testTimeout: 30_000,
};
