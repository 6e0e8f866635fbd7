import { describe, expect, test } from '@jest/globals';
import { dimensionsOf, dimensionsOfMetrics } from '../../src/request/common-dimensions.js';
import { dataset, metric, model } from '../builders/model.js';

const toMany = (to: string, own: string) => ({ to, kind: 'one_to_many', on: [{ own, its: own }] }) as const;

/** Orders and their items, each linked to the other; employees and their managers. */
const shop = model({
  datasets: [
    dataset('orders', {
      columns: { order_id: 'bigint', on: 'date' },
      key: ['order_id'],
      time: 'on',
      links: { items: toMany('items', 'order_id') },
    }),
    dataset('items', {
      columns: { order_id: 'bigint', sku: 'text' },
      links: { order: 'orders', price: { to: 'prices', during: { from: 'since', to: 'until', asOf: 'event' } } },
    }),
    dataset('prices', { columns: { amount: 'integer', since: 'date', until: 'date' } }),
    dataset('staff', { columns: { name: 'text' }, links: { manager: 'staff', notes: toMany('notes', 'name') } }),
    dataset('notes', { columns: { note: 'text' } }),
  ],
  metrics: [metric('orders', 'orders'), metric('items', 'items'), metric('items_sold', 'items', { time: 'sold_on' })],
});

const paths = (...datasets: string[]) => dimensionsOf(shop, datasets).map(({ path }) => path);

describe('dimensionsOf', () => {
  test('goes over links to many rows and over those that hold for a time, nearest first, and does not come back', () => {
    expect(paths('orders')).toEqual([
      'order_id',
      'on',
      'items.order_id',
      'items.sku',
      'items.price.amount',
      'items.price.since',
      'items.price.until',
    ]);
  });

  test('leaves out links that hold for a time where the rows have none', () => {
    expect(paths('items')).toEqual(['order_id', 'sku', 'order.order_id', 'order.on']);
  });

  test('leaves out links to many rows where nothing tells the rows apart; a dataset linked to itself is walked once', () => {
    expect(paths('staff')).toEqual(['name', 'manager.name']);
  });

  test('keeps what all datasets have by the same path', () => {
    expect(paths('orders', 'items')).toEqual(['order_id']);
  });
});

describe('dimensionsOfMetrics', () => {
  const of = (...names: string[]) =>
    dimensionsOfMetrics(
      shop,
      names.flatMap((name) => shop.metrics.get(name) ?? []),
    ).map(({ path }) => path);

  test('asks for the time of each metric, not of its dataset', () => {
    expect(of('items_sold')).not.toContain('price.amount');
    const timed = model({
      datasets: [...shop.datasets.values()],
      metrics: [metric('items_sold', 'items', { time: 'sku' })],
    });
    const found = dimensionsOfMetrics(timed, [...timed.metrics.values()]).map(({ path }) => path);
    expect(found).toContain('price.amount');
  });

  test('of metrics over one dataset are those of the dataset', () => {
    expect(of('orders')).toEqual(paths('orders'));
  });
});
