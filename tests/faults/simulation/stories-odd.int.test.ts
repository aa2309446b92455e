import { storyTests } from './story-tests.ts';

storyTests(1, 2);
