import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { OVERRIDES } from '../../src/server/configuration/settings.js';

interface Service {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly disable?: boolean };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

const services = (
  parse(readFileSync('docker/compose.yaml', 'utf8'), { merge: true }) as {
    readonly services: Readonly<Record<string, Service>>;
  }
).services;
const dockerfile = readFileSync('docker/Dockerfile', 'utf8');

test('each file that the Dockerfile copies is let through to the build', () => {
  const ignored = readFileSync('docker/Dockerfile.dockerignore', 'utf8').split('\n');
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = '']) => files.split(' '));
  expect(copied).toContain('package.json');
  for (const file of copied) expect([file, existsSync(file), ignored.includes(`!${file}`)]).toEqual([file, true, true]);
});

test('the image is small and nobody is root in it', () => {
  const stages = dockerfile.split(/^FROM /m).slice(1);
  expect(stages).toHaveLength(2);
  expect(stages[1]).toMatch(/^USER node$/m);
  expect(stages[1]).toMatch(/^HEALTHCHECK /m);
  expect(stages[1]).not.toMatch(/npm/);
});

describe.each(Object.entries(services))('docker/compose.yaml: %s', (name, service) => {
  test('its image is built here, or of a pinned version', () => {
    if (service.build === undefined) expect(service.image).toMatch(/:\d[\w.]*$/);
    else expect(existsSync(join('docker', service.build.context, service.build.dockerfile))).toBe(true);
  });

  test('what is mounted is there', () => {
    for (const volume of service.volumes ?? [])
      expect(existsSync(join('docker', volume.split(':')[0] ?? ''))).toBe(true);
  });

  test('what it waits for can come about', () => {
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(services[other]).toBeDefined();
      // The images of the server and of Trino have a health check of their own
      const own = services[other]?.image.startsWith('trinodb/') || services[other]?.build !== undefined;
      if (condition === 'service_healthy')
        expect(own || services[other]?.healthcheck !== undefined ? name : other).toBe(name);
    }
  });

  test('its settings are ones that the server knows', () => {
    const known = new Set(OVERRIDES.map(({ environment }) => environment));
    const ours = Object.keys(service.environment ?? {}).filter((variable) => variable.startsWith('GRAINLINE_'));
    expect(ours.filter((variable) => !known.has(variable))).toEqual([]);
  });
});
