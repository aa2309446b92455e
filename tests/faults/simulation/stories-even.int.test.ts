import { storyTests } from './story-tests.ts';

storyTests(0, 2);
