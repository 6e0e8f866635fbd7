import 'reflect-metadata';

/** Decorators need reflect-metadata before the first of them runs, whichever file is imported first. */
export * from 'type-graphql';
